// All that can fail is a LinkyfyError (C4).

/** A call that failed. */
export class LinkyfyError extends Error {
  /** `facts`: code, status, operation, retryable, rateLimit, retryAt, parameter. */
  constructor(message, facts) {
    super(message);
    Object.assign(this, facts);
  }

  get name() {
    return this.constructor.name;
  }

  /** Classes keep their names however they are bundled. */
  static name = "LinkyfyError";
}

const kind = (title) =>
  class extends LinkyfyError {
    static name = title;
  };

export const ValidationError = kind("ValidationError");
export const NotFoundError = kind("NotFoundError");
export const UnauthorizedError = kind("UnauthorizedError");
export const ForbiddenError = kind("ForbiddenError");
export const QuotaExceededError = kind("QuotaExceededError");
export const SubscriptionExpiredError = kind("SubscriptionExpiredError");
export const ServerError = kind("ServerError");
export const RateLimitedError = kind("RateLimitedError");
export const NetworkError = kind("NetworkError");
export const TimeoutError = kind("TimeoutError");
export const AbortedError = kind("AbortedError");
export const ResponseError = kind("ResponseError");
export const ArgumentError = kind("ArgumentError");
