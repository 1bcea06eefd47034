package org.kalepool.machine;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The backend's server-sent events. A stream on which not even a comment comes is given up. */
public final class HttpEvents implements BackendEvents {
  private final URI address;
  private final String key;
  private final Duration timeout;
  private final Duration silence;
  private final HttpClient http;

  /**
   * Calls nobody yet.
   *
   * @param backend such as {@code https://pool.example}, with or without a slash at the end
   * @param key the pooler's (kp_…)
   * @param timeout for the stream to begin
   * @param silence after which it is given up; the backend says something every 15 s
   */
  public HttpEvents(URI backend, String key, Duration timeout, Duration silence) {
    this.address = HttpBackend.routes(backend).resolve("events");
    this.key = key;
    this.timeout = timeout;
    this.silence = silence;
    this.http = HttpBackend.client(timeout);
  }

  @Override
  public void listen(Consumer<Event> heard) {
    Lines lines = new Lines(heard);
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .header("Authorization", "Bearer " + key)
            .header("Accept", "text/event-stream")
            .GET()
            .build();
    CompletableFuture<HttpResponse<Void>> stream =
        http.sendAsync(
            request,
            head -> {
              if (head.statusCode() != 200) {
                return BodySubscribers.replacing(null);
              }
              lines.begin();
              return BodySubscribers.fromLineSubscriber(lines);
            });
    try {
      ended(await(stream, lines).statusCode());
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw away(String.valueOf((cause == null ? e : cause).getMessage()), cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw away("interrupted", e);
    } finally {
      stream.cancel(true);
    }
  }

  private HttpResponse<Void> await(CompletableFuture<HttpResponse<Void>> stream, Lines lines)
      throws ExecutionException, InterruptedException {
    while (true) {
      Duration most = lines.begun ? silence : timeout;
      long quiet = System.nanoTime() - lines.heardAt;
      if (quiet >= most.toNanos()) {
        throw away("nothing is heard for " + most.toSeconds() + " s", null);
      }
      try {
        return stream.get(most.toNanos() - quiet, TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        // something may have been heard meanwhile: looked at above
        continue;
      }
    }
  }

  private void ended(int status) {
    if (status == 429 || status >= 500) {
      throw away(status + "", null);
    }
    if (status != 200) {
      throw new BackendRefusalException(status, "", "events: " + status);
    }
  }

  private BackendAwayException away(String what, @Nullable Throwable cause) {
    return new BackendAwayException(
        address.getAuthority() + " events: " + what, cause, Duration.ZERO);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  /** Reads the names of events; their data say nothing that is not asked for. */
  private static final class Lines implements Flow.Subscriber<String> {
    private static final String NAME = "event:";

    private final Consumer<Event> heard;
    private volatile long heardAt = System.nanoTime();
    private volatile boolean begun;
    private @Nullable Event event;

    Lines(Consumer<Event> heard) {
      this.heard = heard;
    }

    void begin() {
      heardAt = System.nanoTime();
      begun = true;
      heard.accept(Event.LISTENING);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(String line) {
      heardAt = System.nanoTime();
      if (line.startsWith(NAME)) {
        event = named(line.substring(NAME.length()).strip());
      } else if (line.isEmpty() && event != null) {
        heard.accept(event);
        event = null;
      }
    }

    /** Null for one that a newer backend may tell. */
    private static @Nullable Event named(String name) {
      return switch (name) {
        case "block" -> Event.BLOCK;
        case "planted" -> Event.PLANTED;
        case "settings" -> Event.SETTINGS;
        default -> null;
      };
    }

    @Override
    public void onError(Throwable failure) {
      // the caller hears of it by the answer
    }

    @Override
    public void onComplete() {
      // the caller hears of it by the answer
    }
  }
}
