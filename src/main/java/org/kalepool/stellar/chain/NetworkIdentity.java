package org.kalepool.stellar.chain;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.kalepool.stellar.KaleNetwork;
import org.kalepool.stellar.NetworkSettings;
import org.kalepool.stellar.chain.NetworkMemory.Anchor;
import org.kalepool.stellar.chain.NetworkMemory.Remembered;
import org.kalepool.stellar.rpc.ConfiguredNetwork;
import org.kalepool.stellar.rpc.Identity;
import org.kalepool.stellar.rpc.NetworkWatch;
import org.kalepool.stellar.rpc.NodeFailedException;
import org.kalepool.stellar.rpc.NodeTrouble;
import org.kalepool.stellar.rpc.Rpc;

/**
 * Holds a node against what the database remembers of its network, before anything else is asked of
 * it: at the start, after every outage, and when its ledger numbers fall far back. A testnet that
 * was reset, a sandbox made anew and another network with the same passphrase are all found out by
 * this, and so is a node that has forgotten what happened since the pool last looked. Until the
 * objection is gone, every call to the node ends with it: nothing is farmed or settled.
 */
@ApplicationScoped
public class NetworkIdentity implements Identity {
  /** Ledgers between two notes of how far the network was followed: a minute. */
  private static final long NOTED_EVERY = 12;

  /** A day: an anchor as old as this is replaced, so that nodes still have it. */
  private static final long ANCHOR_KEPT = 17_280;

  /** A node tells a hash only with all of the ledger, which is megabytes. */
  private static final Duration COMPARED_EVERY = Duration.ofHours(1);

  private final NetworkMemory memory;
  private final ConfiguredNetwork settings;
  private final Optional<Long> goOnAfter;
  private final Clock clock;
  private final AtomicLong noted = new AtomicLong();

  /** How far this process has followed the network, a little farther than what is noted. */
  private final AtomicLong looked = new AtomicLong();

  private volatile Instant comparedAt = Instant.EPOCH;

  public NetworkIdentity(
      NetworkMemory memory, ConfiguredNetwork settings, NetworkSettings words, Clock clock) {
    this.memory = memory;
    this.settings = settings;
    this.clock = clock;
    this.goOnAfter = words.goOnAfter();
  }

  /**
   * Settings of another network than the database's stop the start, whether or not a node answers.
   *
   * @throws IllegalStateException naming both
   */
  public void start(@Observes StartupEvent event) {
    if (!settings.complete()) {
      return;
    }
    memory
        .read()
        .flatMap(this::otherSettings)
        .filter(other -> memory.hasBooks())
        .ifPresent(
            other -> {
              throw new IllegalStateException(other);
            });
  }

  @Override
  public void check(Supplier<Rpc.GetHealthResponse> node, LedgerHashes hashes) {
    Rpc.GetHealthResponse health = node.get();
    Optional<Remembered> known = memory.read();
    NodeFailedException objection =
        known.map(before -> objection(before, health, hashes)).orElse(null);
    boolean books = memory.hasBooks();
    if (objection != null && books) {
      throw objection;
    }
    if (known.isEmpty() || objection != null || accepted(known.get(), health)) {
      memory.remember(
          settings.network(),
          books ? anchor(health, hashes) : null,
          health.latestLedger(),
          health.latestLedgerCloseTime());
      noted.set(health.latestLedger());
    } else if (books && isOld(known.get().anchorLedger(), health)) {
      Anchor fresh = anchor(health, hashes);
      if (fresh != null) {
        memory.anchor(fresh);
      }
    }
  }

  /** Writes it down now and then. */
  @Override
  public void followed(long ledger, long closeTime) {
    if (closeTime <= 0) {
      return;
    }
    looked.accumulateAndGet(ledger, Math::max);
    long last = noted.get();
    if (ledger - last >= NOTED_EVERY && noted.compareAndSet(last, ledger)) {
      try {
        memory.followed(ledger, closeTime);
      } catch (RuntimeException e) {
        noted.compareAndSet(ledger, last);
        throw e;
      }
    }
  }

  private @Nullable NodeFailedException objection(
      Remembered before, Rpc.GetHealthResponse node, LedgerHashes hashes) {
    Optional<String> other = otherSettings(before);
    if (other.isPresent()) {
      return new NodeFailedException(NodeTrouble.WRONG_NETWORK, other.get());
    }
    if (node.latestLedger() + NetworkWatch.MOST_BEHIND < before.ledger()) {
      return new NodeFailedException(
          NodeTrouble.WRONG_NETWORK,
          "the network was reset, or the node serves another: its newest ledger is "
              + node.latestLedger()
              + ", but these books have seen ledger "
              + before.ledger());
    }
    if (contradicts(before, node.latestLedger(), node.latestLedgerCloseTime())
        || contradicts(before, node.oldestLedger(), node.oldestLedgerCloseTime())
        || hasOtherHash(before, node, hashes)) {
      return new NodeFailedException(
          NodeTrouble.WRONG_NETWORK,
          "the node serves another network with the passphrase of these books' own: its ledgers"
              + " are not those that were seen up to ledger "
              + before.ledger());
    }
    if (forgot(before, node) && !accepted(before, node)) {
      return new NodeFailedException(
          NodeTrouble.FORGETFUL,
          "the node remembers ledgers from "
              + node.oldestLedger()
              + " on, but the pool last looked at ledger "
              + before.ledger()
              + ": what happened in between is unknown; take a node with a longer memory, or go on"
              + " without with kale.network.go-on-after="
              + before.ledger());
    }
    return null;
  }

  private Optional<String> otherSettings(Remembered before) {
    KaleNetwork now = settings.network();
    return before.isOf(now)
        ? Optional.empty()
        : Optional.of(
            "this database has the books of another network: "
                + before.network()
                + "; kale.network.passphrase, kale.contract.id and kale.asset name \""
                + now.passphrase()
                + "\", contract "
                + now.contract()
                + ", asset "
                + NetworkMemory.assetOf(now)
                + ": take the settings or the database that belong together");
  }

  /** Whether there are ledgers that nobody has looked at and the node knows no more. */
  private boolean forgot(Remembered before, Rpc.GetHealthResponse node) {
    return node.oldestLedger() > Math.max(before.ledger(), looked.get()) + 1;
  }

  /** Whether an operator has said that what the node forgot may stay unknown. */
  private boolean accepted(Remembered before, Rpc.GetHealthResponse node) {
    return forgot(before, node) && goOnAfter.isPresent() && goOnAfter.get() == before.ledger();
  }

  /** Later ledgers close later, or at the same second. */
  private static boolean contradicts(Remembered before, long ledger, long closeTime) {
    if (ledger <= 0 || closeTime <= 0) {
      return false;
    }
    return (ledger >= before.ledger() && closeTime < before.closeTime())
        || (ledger <= before.ledger() && closeTime > before.closeTime());
  }

  private boolean hasOtherHash(Remembered before, Rpc.GetHealthResponse node, LedgerHashes hashes) {
    Long ledger = before.anchorLedger();
    Instant now = clock.instant();
    if (ledger == null
        || ledger < node.oldestLedger()
        || ledger > node.latestLedger()
        || now.isBefore(comparedAt.plus(COMPARED_EVERY))) {
      return false;
    }
    Optional<String> hash = hashes.of(ledger);
    boolean other = hash.isPresent() && !hash.get().equals(before.anchorHash());
    if (!other) {
      comparedAt = now;
    }
    return other;
  }

  private static boolean isOld(@Nullable Long anchor, Rpc.GetHealthResponse node) {
    return anchor == null || node.latestLedger() - anchor > ANCHOR_KEPT;
  }

  /** A little back, where an embedded network that was killed has written it down for certain. */
  private static @Nullable Anchor anchor(Rpc.GetHealthResponse node, LedgerHashes hashes) {
    long ledger = Math.max(node.latestLedger() - NOTED_EVERY, Math.max(1, node.oldestLedger()));
    return hashes.of(ledger).map(hash -> new Anchor(ledger, hash)).orElse(null);
  }
}
