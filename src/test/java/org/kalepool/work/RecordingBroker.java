package org.kalepool.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.work.fleet.BadMessageException;
import org.kalepool.work.fleet.Broker;
import org.kalepool.work.fleet.FleetCodec;
import org.kalepool.work.fleet.FleetMessage.Lease;
import org.kalepool.work.fleet.FleetMessage.Leases;

/** A hasher's broker that notes which ranges it was given. */
record RecordingBroker(Broker inner, Ranges ranges) implements Broker {
  /** Of all hashers together, by block and farmer. */
  static final class Ranges {
    private final Map<String, List<Lease>> leases = new HashMap<>();

    private synchronized void note(Leases granted) {
      for (Lease lease : granted.leases()) {
        leases
            .computeIfAbsent(granted.block() + " " + lease.farmer(), it -> new ArrayList<>())
            .add(lease);
      }
    }

    synchronized int count() {
      return leases.values().stream().mapToInt(List::size).sum();
    }

    synchronized void assertDisjoint() {
      leases.forEach(
          (whose, all) -> {
            List<Lease> sorted = new ArrayList<>(all);
            sorted.sort((a, b) -> Long.compareUnsigned(a.first(), b.first()));
            for (int i = 1; i < sorted.size(); i++) {
              Lease before = sorted.get(i - 1);
              long apart = sorted.get(i).first() - before.first();
              assertThat(Long.compareUnsigned(apart, before.count()))
                  .as("%s: %s, %s", whose, before, sorted.get(i))
                  .isNotNegative();
            }
          });
    }

    synchronized List<Address> farmers() {
      return leases.values().stream().map(all -> all.getFirst().farmer()).distinct().toList();
    }
  }

  @Override
  public CompletableFuture<byte[]> ask(String subject, byte[] body, Duration patience) {
    return inner
        .ask(subject, body, patience)
        .thenApply(
            answer -> {
              try {
                if (FleetCodec.decode(answer) instanceof Leases granted) {
                  ranges.note(granted);
                }
                return answer;
              } catch (BadMessageException e) {
                throw new AssertionError(e);
              }
            });
  }

  @Override
  public void serve(String subject, Function<byte[], @Nullable CompletionStage<byte[]>> answers) {
    inner.serve(subject, answers);
  }

  @Override
  public void tell(String subject, byte[] body) {
    inner.tell(subject, body);
  }

  @Override
  public void listen(String subject, Consumer<byte[]> hears) {
    inner.listen(subject, hears);
  }

  @Override
  public Optional<Trouble> trouble() {
    return inner.trouble();
  }

  @Override
  public void close() {
    inner.close();
  }
}
