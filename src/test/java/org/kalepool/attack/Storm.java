package org.kalepool.attack;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Attacks that go on at once, each in a thread of its own, round after round with a pause between
 * two, until they are told to end.
 */
final class Storm implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Pattern STATUS = Pattern.compile("(?m)^HTTP/1\\.1 ([0-9]{3}) ");

  private final URI pool;
  private final CountDownLatch over = new CountDownLatch(1);
  private final List<Thread> threads = new ArrayList<>();
  private final Map<String, AtomicInteger> rounds = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();

  Storm(AttackedPool pool) {
    this.pool = pool.url();
  }

  /** What is done in each round. */
  interface Round {
    /**
     * @param number counted from 0
     * @throws IOException if the pool has broken off, as it may
     */
    void attack(int number) throws IOException, InterruptedException;
  }

  /** Begins one of them. */
  Storm with(String name, Round round) {
    AtomicInteger number = new AtomicInteger();
    rounds.put(name, number);
    Thread thread = Thread.ofPlatform().name(name).unstarted(() -> repeat(name, round, number));
    threads.add(thread);
    thread.start();
    return this;
  }

  private void repeat(String name, Round round, AtomicInteger number) {
    try {
      do {
        try {
          round.attack(number.get());
        } catch (IOException e) {
          // Closed or reset: a round it was all the same.
        }
        number.incrementAndGet();
      } while (!over.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | AssertionError e) {
      faults.add(name + ": " + e);
    }
  }

  /** Sends this from 127.0.0.{@code from}, and looks whether the pool takes the blame for it. */
  String ask(int from, String request) throws IOException {
    return ask(pool, from, request);
  }

  String ask(URI port, int from, String request) throws IOException {
    try (RawConnection connection = RawConnection.open(port, from)) {
      String answer = connection.send(request).answer(PATIENCE);
      Matcher status = STATUS.matcher(answer);
      while (status.find()) {
        if (status.group(1).startsWith("5")) {
          faults.add(request + " is answered with " + answer);
        }
      }
      return answer;
    }
  }

  /** Connections that say this and then nothing, for a second. */
  void linger(int from, int addresses, int each, String text)
      throws IOException, InterruptedException {
    try (Crowd crowd = Crowd.open(pool, from, addresses, each)) {
      crowd.send(text);
      pause();
    }
  }

  /** Connections that go on saying this for a second, a little at a time. */
  void drip(int from, int count, String begin, String more)
      throws IOException, InterruptedException {
    try (Crowd crowd = Crowd.open(pool, from, count)) {
      crowd.send(begin);
      for (int i = 0; i < 5 && !over.await(200, TimeUnit.MILLISECONDS); i++) {
        crowd.send(more);
      }
    }
  }

  /** For a second, or until the end. */
  private void pause() throws InterruptedException {
    if (over.await(1, TimeUnit.SECONDS)) {
      Thread.yield();
    }
  }

  /** How often each has been done. */
  Map<String, AtomicInteger> rounds() {
    return rounds;
  }

  /** Answers that say the pool has failed, and attacks that did not go on. */
  List<String> faults() {
    return List.copyOf(faults);
  }

  @Override
  public void close() throws InterruptedException {
    over.countDown();
    for (Thread thread : threads) {
      if (!thread.join(PATIENCE.multipliedBy(4))) {
        throw new IllegalStateException(thread.getName() + " does not end");
      }
    }
  }
}
