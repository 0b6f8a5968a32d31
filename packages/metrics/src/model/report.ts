/**
 * Hands an error to the application. What that throws in turn, or rejects with, has nowhere left to go, and must not end
 * the process.
 */
export function report<Reported>(reported: Reported, onError: ((error: Reported) => unknown) | undefined): void {
  try {
    Promise.resolve(onError?.(reported)).catch(() => undefined);
  } catch {
    // Ignored, as the options say.
  }
}
