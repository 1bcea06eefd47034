package org.kalepool.cli.contract;

import java.time.Duration;
import java.util.Optional;
import org.kalepool.cli.CommandException;
import org.kalepool.kale.Address;
import org.kalepool.stellar.ContractCall;
import org.kalepool.stellar.Envelopes;
import org.kalepool.stellar.Envelopes.Fate;
import org.kalepool.stellar.Envelopes.Made;
import org.kalepool.stellar.Envelopes.Sent;
import org.kalepool.stellar.Envelopes.Signed;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.RpcException;

/**
 * Brings one call after the other to its end. It keeps no record: what a run that died has sent is
 * in the network or in none, and all of one account's have the same number until one lands, so that
 * the next run cannot pay for the same thing twice once it has looked at the chain.
 */
final class ContractSender {
  /** Ledgers that an envelope may wait for. */
  private static final int LEDGERS = 20;

  /** Looks that may fail before it is given up, as where no node answers. */
  private static final int TRIES = 300;

  private final Envelopes envelopes;
  private final Address lane;
  private final Duration pause;

  ContractSender(Envelopes envelopes, Address lane, Duration pause) {
    this.envelopes = envelopes;
    this.lane = lane;
    this.pause = pause;
  }

  /**
   * Sends it.
   *
   * @return how it landed; empty if another transaction of the account came first, or it cannot be
   *     told: look at the chain
   * @throws CommandException if it is refused or fails, saying why
   */
  Optional<Outcome.Landed> land(ContractCall call) throws InterruptedException {
    int attempt = 0;
    for (int tries = 0; tries < TRIES; tries++) {
      switch (made(call, attempt)) {
        case Made.Refused refused ->
            throw new CommandException(
                "the network would refuse it: " + refused.cause() + " (" + refused.detail() + ")");
        case Made.Later _ -> Thread.sleep(pause);
        case Made.Ready ready -> {
          Fate fate = followed(ready.envelope(), call);
          switch (fate) {
            case Fate.Ended(Outcome.Landed landed) -> {
              return Optional.of(landed);
            }
            case Fate.Ended(Outcome outcome) ->
                throw new CommandException("it failed, and its fee is paid: " + outcome);
            case Fate.Used() -> {
              return Optional.empty();
            }
            case Fate.Open(), Fate.Gone() -> attempt++;
          }
        }
      }
    }
    throw new CommandException(
        "it has not landed so far: run the command again, which goes on where this one ended");
  }

  private Made made(ContractCall call, int attempt) {
    try {
      return envelopes.make(new Envelopes.Wanted(lane, call, null, null), attempt, 0, LEDGERS);
    } catch (RpcException e) {
      return new Made.Later(String.valueOf(e.getMessage()));
    }
  }

  private Fate followed(Signed envelope, ContractCall call) throws InterruptedException {
    boolean first = true;
    while (true) {
      try {
        switch (envelopes.send(envelope, call, first)) {
          case Sent.Never never ->
              throw new CommandException(
                  "the network refuses it: " + never.cause() + " (" + never.detail() + ")");
          case Sent.Anew _ -> {
            return new Fate.Used();
          }
          case Sent.MayLand _ -> {}
        }
        first = false;
        Thread.sleep(pause);
        Fate fate = envelopes.fate(envelope, call);
        if (!(fate instanceof Fate.Open)) {
          return fate;
        }
      } catch (RpcException e) {
        // what was sent may land whatever a node says of it
        first = false;
        Thread.sleep(pause);
      }
    }
  }
}
