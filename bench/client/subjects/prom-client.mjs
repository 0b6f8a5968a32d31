// prom-client, the client most in use.
import { promClientSubject } from './prom-client-api.mjs';

export const subject = promClientSubject('prom-client');
