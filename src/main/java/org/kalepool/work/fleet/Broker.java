package org.kalepool.work.fleet;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What carries the fleet's messages. Comes back by itself when it was away. */
public interface Broker extends AutoCloseable {
  /**
   * Asks whoever serves the subject.
   *
   * @return completed with the answer, or exceptionally with a {@link BrokerException}
   */
  CompletableFuture<byte[]> ask(String subject, byte[] body, Duration patience);

  /**
   * Answers what is asked on a subject, from now on.
   *
   * @param answers called on one of the broker's threads, one question at a time; must not wait;
   *     null stays silent
   */
  void serve(String subject, Function<byte[], @Nullable CompletionStage<byte[]>> answers);

  /** Tells all who listen now; lost while the broker is away. */
  void tell(String subject, byte[] body);

  /** Hears what is told on a subject, from now on, on one of the broker's threads. */
  void listen(String subject, Consumer<byte[]> hears);

  /** What is wrong, in one sentence; empty while it carries messages. */
  Optional<Trouble> trouble();

  @Override
  void close();

  /**
   * Why nothing is carried.
   *
   * @param kind whose matter it is
   * @param sentence for people
   */
  record Trouble(Kind kind, String sentence) {
    /** Whose matter it is. */
    public enum Kind {
      /** Nobody answers there, or not any more. */
      AWAY,
      /** The broker does not take these credentials, or does not let them do this. */
      REFUSED,
      /** One side wants TLS and the other does not, or the certificate is not to be trusted. */
      INSECURE
    }
  }
}
