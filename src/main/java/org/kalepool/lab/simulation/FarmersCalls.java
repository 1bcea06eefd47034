package org.kalepool.lab.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.cli.CommandException;
import org.kalepool.lab.DemoClient;
import org.kalepool.lab.RefusedCallException;

/**
 * What simulated farmers ask of the pool. In the middle of the faults it may refuse, or say that it
 * cannot answer now; that something went wrong in it (500) it may not.
 */
final class FarmersCalls {
  private static final int INTERNAL_ERROR = 500;

  private final DemoClient client;
  private final List<String> failures = new ArrayList<>();
  private long made;
  private int refused;

  FarmersCalls(DemoClient client) {
    this.client = client;
  }

  /**
   * Calls the pool for a farmer.
   *
   * @return null if the pool refused; a farmer tries again some other day
   */
  @Nullable JsonNode call(
      String method, String path, @Nullable String token, @Nullable JsonNode body) {
    made++;
    try {
      return client.call(method, path, token, body);
    } catch (CommandException e) {
      refused++;
      if (e instanceof RefusedCallException answer && answer.status() == INTERNAL_ERROR) {
        failures.add(answer.getMessage());
      }
      return null;
    }
  }

  /** What the farmers have asked so far. */
  long made() {
    return made;
  }

  /** Calls that the pool refused or could not answer. */
  int refused() {
    return refused;
  }

  /** The internal errors since the last call of this, each with its method and path. */
  List<String> takeFailures() {
    List<String> taken = List.copyOf(failures);
    failures.clear();
    return taken;
  }
}
