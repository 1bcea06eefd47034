package org.kalepool.web;

import java.util.Locale;

/**
 * Every kind of problem the API answers with. The name in lower case is the document's {@code code}
 * and never changes.
 */
public enum ProblemKind {
  BAD_REQUEST(400, "The request is malformed"),
  INVALID_JSON(400, "The body is not the JSON object that is expected here"),
  CHALLENGE_REFUSED(400, "The challenge's answer cannot be accepted"),
  UNAUTHORIZED(401, "A valid bearer token is needed"),
  FORBIDDEN(403, "This token does not allow that"),
  OPERATOR_DISABLED(403, "Operators' routes are disabled"),
  NOT_YOUR_POOLER(403, "The key is another pooler's"),
  WALLET_LOG_IN_DISABLED(403, "Logging in by a wallet is disabled"),
  NOT_FOUND(404, "There is nothing here"),
  FARMER_NOT_FOUND(404, "There is no such farmer"),
  WALLET_UNKNOWN(404, "No farmer is paid out to this wallet"),
  POOLER_NOT_FOUND(404, "There is no such pooler"),
  BLOCK_NOT_FOUND(404, "The pool did not take part in this block"),
  TRANSACTION_NOT_FOUND(404, "No open transaction has this id"),
  METHOD_NOT_ALLOWED(405, "This method is not allowed here"),
  NOT_ACCEPTABLE(406, "None of the accepted content types can be produced"),
  REQUEST_TIMEOUT(408, "The request has not come within the time it may take"),
  BLOCK_NOT_OPEN(409, "The block cannot be planted yet"),
  CONFLICT(409, "The request does not fit the present state"),
  PAYOUT_WALLET_TAKEN(409, "Another farmer has proved this payout wallet"),
  POOLER_FULL(409, "The pooler has no room for another farmer"),
  FARMER_SUSPENDED(409, "The farmer is suspended"),
  FARMER_DEPARTED(409, "The farmer has departed"),
  NOT_LEAVING(409, "The farmer has not asked to leave"),
  SPLIT_SENT(409, "The payout is on its way and cannot be called back"),
  VAULT_POOLER(409, "A farmer with a vault stays with the pool's own pooler"),
  VAULT_OWNER(409, "What is in a vault, only its owner takes out"),
  VAULT_STOPPED(409, "The vault is stopped for ever"),
  DIFFERENCE_CHANGED(409, "Books and chain do not differ by this"),
  NOT_COMPARABLE(409, "Books and chain cannot be compared now"),
  NOT_CLAIMABLE(409, "The claimable balance cannot be claimed"),
  KEY_MISSING(409, "A key-encryption key that is needed is not configured"),
  MAY_STILL_LAND(409, "The transaction may still be applied by the network"),
  REGISTRATION_LAPSED(410, "The registration has lapsed"),
  BODY_TOO_LARGE(413, "The body is too large"),
  URI_TOO_LONG(414, "The path is too long"),
  UNSUPPORTED_MEDIA_TYPE(415, "The content type must be application/json"),
  VALIDATION_FAILED(422, "A field is missing or has a value that is not allowed"),
  IDEMPOTENCY_KEY_REUSED(422, "The idempotency key was used for another request"),
  TOO_MANY_REQUESTS(429, "Too many requests"),
  TOO_MANY_REGISTRATIONS(429, "Too many registrations wait for their XLM"),
  TOO_MANY_CHANGES(429, "Too many changes in one day"),
  HEADERS_TOO_LARGE(431, "The headers are too large"),
  INTERNAL_ERROR(500, "Something went wrong in the pool"),
  EVENTS_FULL(503, "As many listen to the events as can"),
  NETWORK_UNAVAILABLE(503, "The Stellar network cannot be asked at the moment"),
  NOT_LEADER(503, "Another process of this pool farms, and this one cannot do that"),
  DATABASE_UNAVAILABLE(503, "The pool's database cannot be used at the moment");

  private final int status;
  private final String title;

  ProblemKind(int status, String title) {
    this.status = status;
    this.title = title;
  }

  public int status() {
    return status;
  }

  public String title() {
    return title;
  }

  /** The stable code. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
