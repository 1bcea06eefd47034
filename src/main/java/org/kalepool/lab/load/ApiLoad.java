package org.kalepool.lab.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.kalepool.cli.CommandException;
import org.kalepool.lab.DemoClient;
import org.kalepool.lab.load.LoadFarmers.LoadFarmer;

/**
 * A steady stream of requests as farmers make them. Each is due at its own time whether or not
 * earlier ones have been answered, and its time counts from then: a pool that stalls is charged for
 * all that it keeps waiting.
 */
final class ApiLoad implements AutoCloseable {
  /** Twenty requests as they follow each other; {@code %s} is a farmer. */
  private static final List<String> MIX =
      List.of(
          "/farmers/%s",
          "/stats",
          "/farmers/%s/statement",
          "/farmers/%s",
          "/blocks?limit=20",
          "/farmers/%s",
          "/farmers/%s/plantings?limit=50",
          "/farmers/%s",
          "/poolers",
          "/farmers/%s/works?limit=50",
          "/farmers/%s",
          "/farmers/%s/settings",
          "/farmers/%s",
          "/farmers/%s/harvests?limit=50",
          "/stats",
          "/farmers/%s",
          "/blocks/%d",
          "/farmers/%s/journal?limit=50",
          "/farmers/%s",
          "/farmers/%s/statement");

  private final DemoClient client;
  private final List<LoadFarmer> farmers;
  private final LongSupplier block;
  private final Random random;
  private final long pause;
  private final Latencies all = new Latencies();
  private final Map<String, Latencies> byRoute = new ConcurrentHashMap<>();
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicReference<@Nullable String> firstFailure = new AtomicReference<>();
  private final ExecutorService answers = Executors.newVirtualThreadPerTaskExecutor();
  private final Thread clock;
  private volatile boolean closed;

  /**
   * Starts it.
   *
   * @param perSecond requests a second
   * @param block a block that the pool knows
   */
  ApiLoad(
      DemoClient client,
      List<LoadFarmer> farmers,
      double perSecond,
      long seed,
      LongSupplier block) {
    this.client = client;
    this.farmers = farmers;
    this.block = block;
    this.random = new Random(seed);
    this.pause = (long) (1e9 / perSecond);
    this.clock = Thread.ofPlatform().name("api-load").daemon().start(this::run);
  }

  private void run() {
    long due = System.nanoTime();
    for (int number = 0; !closed; number++) {
      due += pause;
      for (long early = due - System.nanoTime(); early > 0 && !closed; ) {
        LockSupport.parkNanos(early);
        early = due - System.nanoTime();
      }
      String route = MIX.get(number % MIX.size());
      LoadFarmer farmer = farmers.get(random.nextInt(farmers.size()));
      int stake = random.nextInt(25, 76);
      long from = due;
      var _ = answers.submit(() -> ask(route, farmer, stake, from));
    }
  }

  private void ask(String route, LoadFarmer farmer, int stake, long due) {
    boolean change = route.endsWith("/settings");
    String path =
        route.contains("%d")
            ? route.replace("%d", Long.toString(block.getAsLong()))
            : route.replace("%s", farmer.id());
    try {
      client.call(
          change ? "PATCH" : "GET",
          "/api/v1" + path,
          route.contains("%s") ? farmer.token() : null,
          change ? settings(stake) : null);
    } catch (CommandException e) {
      if (!closed) {
        failures.incrementAndGet();
        firstFailure.compareAndSet(null, e.getMessage());
      }
    }
    long took = System.nanoTime() - due;
    all.add(took);
    byRoute.computeIfAbsent(name(route), it -> new Latencies()).add(took);
  }

  private JsonNode settings(int stake) {
    ObjectNode body = client.object();
    return body.put("stake_percentage", stake);
  }

  private static String name(String route) {
    int query = route.indexOf('?');
    String path = query < 0 ? route : route.substring(0, query);
    return path.replace("%s", "{id}").replace("%d", "{index}");
  }

  /** How long everything took so far, also what failed. */
  Latencies all() {
    return all;
  }

  Map<String, Latencies.Summary> byRoute() {
    Map<String, Latencies.Summary> routes = new TreeMap<>();
    byRoute.forEach((route, taken) -> routes.put(route, taken.summary(0, taken.count())));
    return routes;
  }

  /** Requests that were not answered with 2xx. */
  int failures() {
    return failures.get();
  }

  /** What was wrong with the first of them, null if none was. */
  @Nullable String firstFailure() {
    return firstFailure.get();
  }

  @Override
  public void close() {
    closed = true;
    try {
      clock.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    answers.shutdownNow();
  }
}
