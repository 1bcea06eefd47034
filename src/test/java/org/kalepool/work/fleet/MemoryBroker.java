package org.kalepool.work.fleet;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Carries messages within the process, on the caller's thread; can be away, and lose answers. */
public final class MemoryBroker implements Broker {
  private final Map<String, Function<byte[], @Nullable CompletionStage<byte[]>>> servers =
      new ConcurrentHashMap<>();
  private final Map<String, List<Consumer<byte[]>>> listeners = new ConcurrentHashMap<>();
  private volatile boolean away;
  private volatile boolean losing;

  /** Nobody is reached any more, or again. */
  public void away(boolean now) {
    away = now;
  }

  /** Questions arrive, answers do not. */
  public void losesAnswers(boolean now) {
    losing = now;
  }

  /** The pooler has gone. */
  public void forgetServers() {
    servers.clear();
  }

  @Override
  public CompletableFuture<byte[]> ask(String subject, byte[] body, Duration patience) {
    if (away) {
      return CompletableFuture.failedFuture(new BrokerException("away", false));
    }
    Function<byte[], @Nullable CompletionStage<byte[]>> server = servers.get(subject);
    if (server == null) {
      return CompletableFuture.failedFuture(new BrokerException("nobody", true));
    }
    CompletionStage<byte[]> answer = server.apply(body);
    return answer == null || losing
        ? CompletableFuture.failedFuture(new BrokerException("no answer", false))
        : answer.toCompletableFuture();
  }

  @Override
  public void serve(String subject, Function<byte[], @Nullable CompletionStage<byte[]>> answers) {
    servers.put(subject, answers);
  }

  @Override
  public void tell(String subject, byte[] body) {
    if (!away) {
      listeners.getOrDefault(subject, List.of()).forEach(listener -> listener.accept(body));
    }
  }

  @Override
  public void listen(String subject, Consumer<byte[]> hears) {
    listeners.computeIfAbsent(subject, it -> new CopyOnWriteArrayList<>()).add(hears);
  }

  @Override
  public Optional<Trouble> trouble() {
    return away ? Optional.of(new Trouble(Trouble.Kind.AWAY, "it is away")) : Optional.empty();
  }

  @Override
  public void close() {
    servers.clear();
  }
}
