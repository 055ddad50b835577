// Makes the error of a code.

import * as errors from "./errors.js";

/** The classes of the codes that have one. */
const classes = {
  VALIDATION_ERROR: errors.ValidationError,
  NOT_FOUND: errors.NotFoundError,
  UNAUTHORIZED: errors.UnauthorizedError,
  FORBIDDEN: errors.ForbiddenError,
  QUOTA_EXCEEDED: errors.QuotaExceededError,
  SUBSCRIPTION_EXPIRED: errors.SubscriptionExpiredError,
  SERVER_ERROR: errors.ServerError,
  RATE_LIMITED: errors.RateLimitedError,
  NETWORK: errors.NetworkError,
  TIMEOUT: errors.TimeoutError,
  ABORTED: errors.AbortedError,
  BAD_RESPONSE: errors.ResponseError,
  BAD_ARGUMENT: errors.ArgumentError,
};

/** The error of a code. What isn't known of it is as it is before any request. */
export const failure = (code, message, facts) =>
  new (Object.hasOwn(classes, code) ? classes[code] : errors.LinkyfyError)(message, {
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
