package org.kalepool.web;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/** Who makes the present request, and what that allows. */
@Singleton
public final class Caller {
  public static final String FARMER = "farmer";
  public static final String POOLER = "pooler";
  public static final String OPERATOR = "operator";

  /** Beside the farmer's: whoever calls has logged in by the payout wallet. */
  static final String WALLET = "wallet";

  private final SecurityIdentity identity;

  Caller(SecurityIdentity identity) {
    this.identity = identity;
  }

  public boolean isOperator() {
    return identity.hasRole(OPERATOR);
  }

  /** Whether it is a farmer that has logged in by its payout wallet. */
  public boolean isByWallet() {
    return identity.hasRole(WALLET);
  }

  /** What the operator may do; empty for everybody else. */
  public Optional<OperatorRole> operatorRole() {
    return roleIn(identity);
  }

  static Optional<OperatorRole> roleIn(SecurityIdentity identity) {
    return Arrays.stream(OperatorRole.values())
        .filter(role -> identity.hasRole(role.identityRole()))
        .findFirst();
  }

  /**
   * Holds an operator to its role, and nobody else.
   *
   * @throws ProblemException naming the role that is needed, if the operator's is a lesser one
   */
  public void requireOfOperators(OperatorRole needed) {
    operatorRole().ifPresent(role -> role.require(needed));
  }

  /** The id of the farmer or pooler, or the operator's name. */
  public String name() {
    return identity.getPrincipal().getName();
  }

  /** How the caller is named in records that farmers see: its role. */
  public String by() {
    return isOperator() ? OPERATOR : identity.hasRole(POOLER) ? POOLER : FARMER;
  }

  /**
   * What to answer where there is no such farmer: whose token the pool knows all the same has a
   * registration that nobody paid for.
   */
  public ProblemException noSuchFarmer() {
    return isOperator()
        ? new ProblemException(ProblemKind.FARMER_NOT_FOUND, "No farmer has this id.")
        : new ProblemException(
            ProblemKind.REGISTRATION_LAPSED,
            "No XLM came in time. POST confirm-funding brings the registration back, and so does"
                + " whatever still arrives.");
  }

  /**
   * Lets a farmer act for itself only, and an operator for anybody.
   *
   * @throws ProblemException if it is somebody else, whether that farmer exists or not
   */
  public void mayActFor(UUID farmer) {
    boolean self =
        identity.hasRole(FARMER) && identity.getPrincipal().getName().equals(farmer.toString());
    if (!self && !isOperator()) {
      throw new ProblemException(
          ProblemKind.FORBIDDEN, "The token is not that of farmer " + farmer + ".");
    }
  }
}
