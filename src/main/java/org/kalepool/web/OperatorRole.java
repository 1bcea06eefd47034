package org.kalepool.web;

import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What an operator may do; each may do what those before it may. */
public enum OperatorRole {
  /** Only looks. */
  VIEWER,
  /** Acts on farmers, transactions and the hashing. */
  OPERATOR,
  /** Also on poolers, keys and terms, and books money by hand. */
  ADMIN;

  private static final String KEY = "role of the operator";

  /** As it is written down beside an operator's key. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role that is written like that; empty if none is. */
  public static Optional<OperatorRole> of(String code) {
    return Arrays.stream(values()).filter(role -> role.code().equals(code)).findFirst();
  }

  /** Whether this one may do what another one may. */
  public boolean covers(OperatorRole other) {
    return compareTo(other) >= 0;
  }

  /**
   * Lets who has this role do what needs another.
   *
   * @throws ProblemException naming both, if it may not
   */
  public void require(OperatorRole needed) {
    if (!covers(needed)) {
      throw new ProblemException(
          ProblemKind.FORBIDDEN,
          "That needs the role %s, and this key has the role %s.".formatted(needed.code(), code()));
    }
  }

  /** As it is called among the roles of who makes a request. */
  String identityRole() {
    return Caller.OPERATOR + " as " + code();
  }

  /** The role of the operator whose request has passed the limits; empty if it is none's. */
  public static Optional<OperatorRole> of(RoutingContext routing) {
    return Optional.ofNullable(routing.get(KEY));
  }

  void remember(RoutingContext routing) {
    routing.put(KEY, this);
  }
}
