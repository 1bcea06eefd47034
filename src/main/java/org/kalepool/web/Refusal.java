package org.kalepool.web;

/**
 * Why a request does not pass the {@link Gate}.
 *
 * @param reason label of {@code kale_http_refused_total}; there are few
 * @param detail told to the client
 */
record Refusal(ProblemKind kind, String reason, String detail) {
  static final Refusal SLOW =
      new Refusal(ProblemKind.REQUEST_TIMEOUT, "slow", "Send the whole request at once.");

  static final Refusal CHUNKS =
      malformed("The body's chunks are not what RFC 9112 says they look like.");

  static Refusal malformed(String detail) {
    return new Refusal(ProblemKind.BAD_REQUEST, "malformed", detail);
  }

  static Refusal tooLarge(long maxBody) {
    return new Refusal(
        ProblemKind.BODY_TOO_LARGE, "too_large", "A body has at most " + maxBody + " bytes.");
  }
}
