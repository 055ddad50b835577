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

/** The classes of the codes that have one. */
const classes = {
  VALIDATION_ERROR: ValidationError,
  NOT_FOUND: NotFoundError,
  UNAUTHORIZED: UnauthorizedError,
  FORBIDDEN: ForbiddenError,
  QUOTA_EXCEEDED: QuotaExceededError,
  SUBSCRIPTION_EXPIRED: SubscriptionExpiredError,
  SERVER_ERROR: ServerError,
  RATE_LIMITED: RateLimitedError,
  NETWORK: NetworkError,
  TIMEOUT: TimeoutError,
  ABORTED: AbortedError,
  BAD_RESPONSE: ResponseError,
  BAD_ARGUMENT: ArgumentError,
};

/** The error of a code. What isn't known of it is as it is before any request. */
export const failure = (code, message, facts) =>
  new (Object.hasOwn(classes, code) ? classes[code] : LinkyfyError)(message, {
    code,
    status: 0,
    operation: undefined,
    retryable: false,
    rateLimit: null,
    retryAt: null,
    ...facts,
  });

/** The error of an argument that can't be taken. */
export const badArgument = (parameter, message, operation) =>
  failure("BAD_ARGUMENT", message, { parameter, operation });
