package org.kalepool.remote;

import jakarta.inject.Singleton;
import java.util.UUID;
import org.kalepool.pooler.PoolerStandings;
import org.kalepool.pooler.Standing;
import org.kalepool.web.Caller;
import org.kalepool.web.ProblemException;
import org.kalepool.web.ProblemKind;

/** The pooler in whose name the present request is made. */
@Singleton
final class MyPooler {
  private final Caller caller;
  private final PoolerStandings standings;

  MyPooler(Caller caller, PoolerStandings standings) {
    this.caller = caller;
    this.standings = standings;
  }

  UUID id() {
    return UUID.fromString(caller.name());
  }

  /**
   * The same, which the request names as well.
   *
   * @throws ProblemException if it names another
   */
  UUID named(String poolerId) {
    UUID mine = id();
    if (!mine.equals(UUID.fromString(poolerId))) {
      throw new ProblemException(
          ProblemKind.NOT_YOUR_POOLER, "The key is that of pooler " + mine + ".");
    }
    return mine;
  }

  Standing standing() {
    return standings
        .of(id())
        .orElseThrow(() -> new IllegalStateException("a key of no pooler: " + id()));
  }
}
