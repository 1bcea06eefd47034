package org.kalepool.ops;

import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** How long what may stand still. */
@Singleton
final class WatchdogSettings {
  private final Duration interval;
  private final Duration overdue;
  private final Duration queued;
  private final Duration registered;
  private final Duration funded;
  private final Duration leaving;
  private final Duration suspended;
  private final Duration block;
  private final long pailLedgers;

  /**
   * @param interval between two looks, wall-clock time
   * @param overdue after a transaction's validity, network time
   * @param queued a wished transaction before its first envelope
   * @param registered from the registration to the first XLM
   * @param funded from the account's existence to the trustline
   * @param leaving from the wish to leave to the payout; a block and its harvests fit in
   * @param suspended by the pool itself, until an operator decides
   * @param block from a block's end to the end of its planting and work
   * @param pailLedgers ledgers that an unharvested pail of a closed block has to live at least
   */
  WatchdogSettings(
      @ConfigProperty(name = "kale.watchdog.interval", defaultValue = "30s") Duration interval,
      @ConfigProperty(name = "kale.watchdog.overdue", defaultValue = "3m") Duration overdue,
      @ConfigProperty(name = "kale.watchdog.queued", defaultValue = "10m") Duration queued,
      @ConfigProperty(name = "kale.watchdog.registered", defaultValue = "168h") Duration registered,
      @ConfigProperty(name = "kale.watchdog.funded", defaultValue = "15m") Duration funded,
      @ConfigProperty(name = "kale.watchdog.leaving", defaultValue = "30m") Duration leaving,
      @ConfigProperty(name = "kale.watchdog.suspended", defaultValue = "10m") Duration suspended,
      @ConfigProperty(name = "kale.watchdog.block", defaultValue = "10m") Duration block,
      @ConfigProperty(name = "kale.watchdog.pail-ledgers", defaultValue = "60") long pailLedgers) {
    this.interval = interval;
    this.overdue = overdue;
    this.queued = queued;
    this.registered = registered;
    this.funded = funded;
    this.leaving = leaving;
    this.suspended = suspended;
    this.block = block;
    this.pailLedgers = pailLedgers;
  }

  Duration interval() {
    return interval;
  }

  Duration overdue() {
    return overdue;
  }

  Duration queued() {
    return queued;
  }

  Duration registered() {
    return registered;
  }

  Duration funded() {
    return funded;
  }

  Duration leaving() {
    return leaving;
  }

  Duration suspended() {
    return suspended;
  }

  Duration block() {
    return block;
  }

  long pailLedgers() {
    return pailLedgers;
  }
}
