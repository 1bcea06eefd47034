package org.kalepool.machine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.kalepool.stellar.RpcException;

/** Asks the node for many things at once. */
final class InParallel {
  private static final Logger LOG = Logger.getLogger(InParallel.class);

  private InParallel() {}

  /** What brought something; the node's failures are told, and found again by who looks. */
  static <T, R> Map<T, R> call(boolean oneByOne, List<T> all, Function<T, R> each) {
    Map<T, R> results = new LinkedHashMap<>();
    if (oneByOne) {
      for (T it : all) {
        try {
          results.put(it, each.apply(it));
        } catch (RpcException e) {
          LOG.debugf("%s", e.getMessage());
        }
      }
      return results;
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Map<T, Future<R>> running = new LinkedHashMap<>();
      all.forEach(it -> running.put(it, threads.submit(() -> each.apply(it))));
      running.forEach(
          (it, result) -> {
            try {
              results.put(it, result.get());
            } catch (ExecutionException e) {
              if (!(e.getCause() instanceof RpcException)) {
                throw new IllegalStateException(e.getCause());
              }
              LOG.debugf("%s", e.getCause().getMessage());
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
              throw new RpcException("the machine ends");
            }
          });
    }
    return results;
  }
}
