package org.kalepool.ops;

import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kalepool.web.Client;
import org.kalepool.web.HttpSettings;
import org.kalepool.web.ProblemException;
import org.kalepool.web.ProblemKind;

/**
 * The places of those who listen to the events: so many for each role, so that strangers take none
 * of the farmers' and nobody one of the operators', and of these so many for each client.
 */
@Singleton
public final class EventPlaces {
  private static final int RETRY_SECONDS = 30;

  private final int mostInAll;
  private final int mostOfOne;
  private final Map<String, Integer> byRole = new HashMap<>();
  private final Map<Client, Integer> byClient = new HashMap<>();

  EventPlaces(HttpSettings settings) {
    this.mostInAll = settings.maxEventListeners();
    this.mostOfOne = settings.maxEventListenersPerClient();
  }

  /**
   * Takes a place, to be given back.
   *
   * @throws ProblemException if there is none for this client
   */
  public synchronized void take(Client client) {
    if (byClient.getOrDefault(client, 0) >= mostOfOne) {
      throw new ProblemException(
          ProblemKind.TOO_MANY_REQUESTS,
          "At most " + mostOfOne + " streams of events at a time: close one of yours.",
          List.of(),
          RETRY_SECONDS);
    }
    if (byRole.getOrDefault(client.role(), 0) >= mostInAll) {
      throw new ProblemException(
          ProblemKind.EVENTS_FULL,
          "Come back when somebody has gone; the lists tell what happened meanwhile.",
          List.of(),
          RETRY_SECONDS);
    }
    byClient.merge(client, 1, Integer::sum);
    byRole.merge(client.role(), 1, Integer::sum);
  }

  /** Gives one back. */
  public synchronized void giveBack(Client client) {
    byClient.computeIfPresent(client, (key, count) -> count == 1 ? null : count - 1);
    byRole.computeIfPresent(client.role(), (key, count) -> count == 1 ? null : count - 1);
  }
}
