package org.kalepool.exit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kalepool.books.PayoutFound;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.Movements.Movement;
import org.kalepool.stellar.PoolContracts.PaidPart;
import org.kalepool.stellar.PoolContracts.WasSplit;

/**
 * A payout at the end that the books do not know, as the split contract has told it: by which
 * transaction it was, and every figure of it.
 *
 * @param ledger in which it was
 */
record ToldSplit(Address contract, long ledger, WasSplit told) {
  /** What one wallet's shares were, what it got of them, and what it added. */
  private record Figures(Kale share, Kale paid, Kale added) {
    static final Figures NONE = new Figures(Kale.ZERO, Kale.ZERO, Kale.ZERO);

    Figures plus(Figures other) {
      return new Figures(share.plus(other.share), paid.plus(other.paid), added.plus(other.added));
    }
  }

  /** How many of these came before it, each one transaction's movements, in their order. */
  int after(List<List<Movement>> sent) {
    for (int before = 0; before < sent.size(); before++) {
      if (sent.get(before).getFirst().transaction().equals(told.transaction())) {
        return before;
      }
    }
    // it has sent no KALE, and nothing is left to earn after it
    return Math.toIntExact(sent.stream().filter(it -> it.getFirst().ledger() <= ledger).count());
  }

  /**
   * The same with what the contract holds for a wallet as sent to that one: it is no one else's.
   */
  PayoutFound toWallets(PayoutFound event) {
    List<PaidPart> held =
        new ArrayList<>(told.parts().stream().filter(it -> it.held().isPositive()).toList());
    return event.sending(event.sent().stream().map(sent -> toWallet(sent, held)).toList());
  }

  private Movement toWallet(Movement sent, List<PaidPart> held) {
    if (!sent.transaction().equals(told.transaction()) || !contract.equals(sent.to())) {
      return sent;
    }
    return held.stream()
        .filter(part -> part.held().equals(sent.amount()))
        .findFirst()
        .map(
            part -> {
              held.remove(part);
              return sent.to(part.wallet());
            })
        .orElse(sent);
  }

  /**
   * Whether the payout is this one, to the stroop.
   *
   * @param left what was earned and not shared before it
   */
  boolean is(InferredPayout payout, Kale left, InferredWallets wallets) {
    Split split = payout.split();
    Map<Address, Figures> shared = new HashMap<>();
    for (Split.Part part : split.parts()) {
      Address wallet = wallets.of(part.pooler());
      if (wallet == null) {
        return false;
      }
      shared.merge(
          wallet, new Figures(part.share(), part.toPooler(), part.fromPooler()), Figures::plus);
    }
    Map<Address, Figures> paid = new HashMap<>();
    for (PaidPart part : told.parts()) {
      Figures figures =
          new Figures(part.share(), part.toWallet().plus(part.held()), part.fromWallet());
      paid.merge(part.wallet(), figures, Figures::plus);
    }
    shared.values().removeIf(Figures.NONE::equals);
    paid.values().removeIf(Figures.NONE::equals);
    return told.earned().equals(left)
        && told.rest().equals(split.toFarmer())
        && shared.equals(paid);
  }
}
