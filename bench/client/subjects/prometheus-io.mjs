// @prometheus-io/client, the successor of prom-client with the same API.
import { promClientSubject } from './prom-client-api.mjs';

export const subject = promClientSubject('@prometheus-io/client');
