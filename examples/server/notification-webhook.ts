import type { NotificationHandler } from 'entrata-http-adapter';

/** How long the receiver may take; past it the notification is sent again. */
const timeoutMs = 10_000;

/**
 * Posts each notification as JSON to a URL of yours. What is not answered with 2xx is posted again, so a receiver
 * sees each at least once, and tells by the `idempotency-key` what it has seen.
 */
export function notificationWebhook(url: string): NotificationHandler {
  return async (notification, signal) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': notification.id },
      body: JSON.stringify(notification),
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`the receiver answered ${response.status}`);
  };
}
