package org.kalepool.web;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.kalepool.db.DatabaseFailures;
import org.kalepool.leader.NotLeaderException;
import org.kalepool.stellar.RpcException;

/** Turns every failure into a problem document; what is not the caller's fault is logged. */
@Singleton
public final class Problems {
  private static final Logger LOG = Logger.getLogger(Problems.class);
  private static final int RETRY_SECONDS = 10;
  private static final Map<Integer, ProblemKind> BY_STATUS =
      Map.of(
          400, ProblemKind.BAD_REQUEST,
          401, ProblemKind.UNAUTHORIZED,
          403, ProblemKind.FORBIDDEN,
          404, ProblemKind.NOT_FOUND,
          405, ProblemKind.METHOD_NOT_ALLOWED,
          406, ProblemKind.NOT_ACCEPTABLE,
          413, ProblemKind.BODY_TOO_LARGE,
          415, ProblemKind.UNSUPPORTED_MEDIA_TYPE,
          429, ProblemKind.TOO_MANY_REQUESTS);

  /** The kind that a framework means by a status of its own. */
  static Optional<ProblemKind> kind(int status) {
    return Optional.ofNullable(BY_STATUS.get(status));
  }

  private static final String OPERATORS = "/api/v1/operator/";

  private final RandomGenerator random;
  private final OperatorKeys operatorKeys;

  Problems(RandomGenerator random, OperatorKeys operatorKeys) {
    this.random = random;
    this.operatorKeys = operatorKeys;
  }

  @ServerExceptionMapper
  Response refused(ProblemException problem, UriInfo uri) {
    Response.ResponseBuilder response =
        answer(Problem.of(problem.kind(), problem.detail(), uri.getPath(), problem.errors(), null));
    Integer seconds = problem.retryAfterSeconds();
    return (seconds == null ? response : response.header(HttpHeaders.RETRY_AFTER, seconds)).build();
  }

  @ServerExceptionMapper({UnauthorizedException.class, AuthenticationFailedException.class})
  Response unauthorized(SecurityException failure, UriInfo uri) {
    if (nobodyCan(uri)) {
      return operatorDisabled(uri);
    }
    return answer(
            Problem.of(
                ProblemKind.UNAUTHORIZED,
                "Send the header 'Authorization: Bearer <token>' with a token of this pool.",
                uri.getPath()))
        .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
        .build();
  }

  @ServerExceptionMapper
  Response forbidden(ForbiddenException failure, UriInfo uri) {
    if (nobodyCan(uri)) {
      return operatorDisabled(uri);
    }
    return answer(Problem.of(ProblemKind.FORBIDDEN, ProblemKind.FORBIDDEN.title(), uri.getPath()))
        .build();
  }

  private boolean nobodyCan(UriInfo uri) {
    return !operatorKeys.isSet() && uri.getPath().startsWith(OPERATORS);
  }

  private static Response operatorDisabled(UriInfo uri) {
    return answer(
            Problem.of(
                ProblemKind.OPERATOR_DISABLED,
                "Make an operator's key with ./pool operator-key NAME.",
                uri.getPath()))
        .build();
  }

  /** What the framework itself refuses: unknown paths, methods, content types. */
  @ServerExceptionMapper
  Response framework(WebApplicationException failure, UriInfo uri) {
    if (failure.getCause() instanceof ProblemException problem) {
      return refused(problem, uri);
    }
    Response made = failure.getResponse();
    ProblemKind kind = BY_STATUS.get(made.getStatus());
    if (kind == null) {
      return unexpected(failure, uri);
    }
    Response.ResponseBuilder response = answer(Problem.of(kind, kind.title(), uri.getPath()));
    Object allow = made.getHeaders().getFirst(HttpHeaders.ALLOW);
    return (allow == null ? response : response.header(HttpHeaders.ALLOW, allow)).build();
  }

  @ServerExceptionMapper
  Response networkDown(RpcException failure, UriInfo uri) {
    LOG.warnf("%s: the network cannot be asked: %s", uri.getPath(), failure.getMessage());
    ProblemKind kind = ProblemKind.NETWORK_UNAVAILABLE;
    return answer(Problem.of(kind, "Nothing was changed; try again later.", uri.getPath()))
        .header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
        .build();
  }

  /** Another process on the same database farms, and what was asked for is its business. */
  @ServerExceptionMapper
  Response notLeader(NotLeaderException failure, UriInfo uri) {
    LOG.warnf("%s: %s", uri.getPath(), failure.getMessage());
    ProblemKind kind = ProblemKind.NOT_LEADER;
    return answer(Problem.of(kind, "Nothing was changed; ask the one that farms.", uri.getPath()))
        .header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
        .build();
  }

  /** A commit whose answer was lost may have been done. */
  private static Response databaseDown(String why, UriInfo uri) {
    LOG.warnf("%s: the database cannot be used: %s", uri.getPath(), why);
    return answer(
            Problem.of(
                ProblemKind.DATABASE_UNAVAILABLE,
                "Try again later; with the same Idempotency-Key nothing is done twice.",
                uri.getPath()))
        .header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
        .build();
  }

  /** Tells the caller nothing but an id, under which the log has all of it. */
  @ServerExceptionMapper(Throwable.class)
  Response unexpected(Throwable failure, UriInfo uri) {
    Optional<String> down = DatabaseFailures.unavailable(failure);
    if (down.isPresent()) {
      return databaseDown(down.get(), uri);
    }
    String id = HexFormat.of().toHexDigits(random.nextLong());
    LOG.errorf(failure, "unexpected failure %s at %s", id, uri.getPath());
    return answer(
            Problem.of(
                ProblemKind.INTERNAL_ERROR,
                "Give the id to the pool's operator.",
                uri.getPath(),
                List.of(),
                id))
        .build();
  }

  static Response.ResponseBuilder answer(Problem problem) {
    return Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem);
  }
}
