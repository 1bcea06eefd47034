package org.kalepool.work.fleet;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.JetStreamStatusException;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.kalepool.schedule.Backoff;
import org.kalepool.work.fleet.Broker.Trouble.Kind;

/**
 * NATS. A thread of its own connects, and does so anew whenever the connection ends: the client's
 * own way of coming back gives up after a second refusal, and keeps what was said meanwhile to say
 * it when it is no longer true.
 */
public final class NatsBroker implements Broker {
  private static final Backoff BACKOFF =
      new Backoff(Duration.ofMillis(250), Duration.ofSeconds(10));
  private static final int NO_RESPONDERS = 503;

  private final BrokerAccess access;
  private final String name;
  private final RandomGenerator random;
  private final Consumer<Optional<Trouble>> onChange;
  private final Map<String, Consumer<Message>> subjects = new ConcurrentHashMap<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable Connection connection;
  private volatile @Nullable Trouble trouble;

  private NatsBroker(
      BrokerAccess access,
      String name,
      RandomGenerator random,
      Consumer<Optional<Trouble>> onChange) {
    this.access = access;
    this.name = name;
    this.random = random;
    this.onChange = onChange;
    this.trouble = new Trouble(Kind.AWAY, "the broker at " + access.url() + " is being looked for");
    this.thread = Thread.ofPlatform().name("broker").daemon().unstarted(this::connectForEver);
  }

  /**
   * Starts to connect, and returns at once.
   *
   * @param name that the broker's operator sees
   * @param onChange hears of it when {@link #trouble} says something else
   * @throws IllegalArgumentException if a file that is named cannot be used
   */
  public static NatsBroker start(
      BrokerAccess access,
      String name,
      RandomGenerator random,
      Consumer<Optional<Trouble>> onChange) {
    NatsBroker broker = new NatsBroker(access, name, random, onChange);
    access.addTo(new Options.Builder());
    broker.thread.start();
    return broker;
  }

  private void connectForEver() {
    long failures = 0;
    while (closing.getCount() > 0) {
      NatsAttempt attempt = new NatsAttempt(access, name, this::say);
      try {
        Connection open = Nats.connect(attempt.options());
        connected(open);
        failures = 0;
        attempt.await();
        connection = null;
        say(new Trouble(Kind.AWAY, "the broker at " + access.url() + " has gone"));
      } catch (IOException | IllegalArgumentException | IllegalStateException e) {
        connection = null;
        say(attempt.trouble(e));
      } catch (InterruptedException e) {
        // close() wants it to end
        connection = null;
        return;
      }
      failures++;
      pause(BACKOFF.spread(failures, random));
    }
  }

  private void pause(Duration time) {
    try {
      // what close() does ends it early, and the loop sees it
      boolean closed = closing.await(time.toMillis(), TimeUnit.MILLISECONDS);
      if (closed) {
        connection = null;
      }
    } catch (InterruptedException e) {
      closing.countDown();
    }
  }

  private synchronized void connected(Connection open) {
    say(null);
    subjects.forEach((subject, handler) -> subscribe(open, subject, handler));
    connection = open;
    if (closing.getCount() == 0) {
      end(open);
    }
  }

  private void say(@Nullable Trouble now) {
    Trouble before = trouble;
    trouble = now;
    if (before == null ? now != null : !before.equals(now)) {
      onChange.accept(Optional.ofNullable(now));
    }
  }

  @Override
  public CompletableFuture<byte[]> ask(String subject, byte[] body, Duration patience) {
    Connection open = connection;
    if (open == null) {
      return CompletableFuture.failedFuture(new BrokerException(sentence(), false));
    }
    try {
      return open.requestWithTimeout(subject, body, patience)
          .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
          .handle(
              (answer, failure) -> {
                if (failure != null) {
                  throw new CompletionException(unanswered(failure));
                }
                return answer.getData();
              });
    } catch (IllegalStateException e) {
      return CompletableFuture.failedFuture(new BrokerException(sentence(), false));
    }
  }

  private BrokerException unanswered(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException it && it.getCause() != null
            ? it.getCause()
            : failure;
    boolean nobody =
        cause instanceof JetStreamStatusException status
            && status.getStatus().getCode() == NO_RESPONDERS;
    return new BrokerException(nobody ? "nobody serves this" : "no answer came in time", nobody);
  }

  private String sentence() {
    Trouble now = trouble;
    return now == null ? "the broker at " + access.url() + " has gone" : now.sentence();
  }

  @Override
  public void serve(String subject, Function<byte[], @Nullable CompletionStage<byte[]>> answers) {
    add(
        subject,
        question -> {
          String to = question.getReplyTo();
          CompletionStage<byte[]> answer = to == null ? null : answers.apply(question.getData());
          if (answer != null) {
            answer.thenAccept(bytes -> tell(String.valueOf(to), bytes));
          }
        });
  }

  @Override
  public void listen(String subject, Consumer<byte[]> hears) {
    add(subject, message -> hears.accept(message.getData()));
  }

  private synchronized void add(String subject, Consumer<Message> handler) {
    subjects.put(subject, handler);
    Connection open = connection;
    if (open != null) {
      subscribe(open, subject, handler);
    }
  }

  private static void subscribe(Connection open, String subject, Consumer<Message> handler) {
    Dispatcher dispatcher = open.createDispatcher(handler::accept);
    dispatcher.setPendingLimits(10_000, 10_000L * FleetCodec.MOST_BYTES);
    dispatcher.subscribe(subject);
  }

  @Override
  public void tell(String subject, byte[] body) {
    Connection open = connection;
    if (open != null) {
      try {
        open.publish(subject, body);
      } catch (IllegalStateException e) {
        // it has gone this moment: whoever wanted to hear it asks again
        connection = null;
      }
    }
  }

  @Override
  public Optional<Trouble> trouble() {
    return Optional.ofNullable(trouble);
  }

  @Override
  public void close() {
    closing.countDown();
    thread.interrupt();
    Connection open = connection;
    connection = null;
    if (open != null) {
      end(open);
    }
  }

  private static void end(Connection open) {
    try {
      open.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
