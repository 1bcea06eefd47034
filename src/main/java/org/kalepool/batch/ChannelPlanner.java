package org.kalepool.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Holdings;

/**
 * Decides what is to be done about the channels: which to fill, which to make, which to merge into
 * the wallet. A pure function of what was read.
 *
 * @param funds what a channel is filled up to, beside its reserve
 * @param keeps what the wallet keeps of what it could spend
 * @param reserve of an account without entries
 */
public record ChannelPlanner(
    Address wallet, List<Address> accounts, Xlm funds, Xlm keeps, Xlm reserve) {
  public ChannelPlanner {
    accounts = List.copyOf(accounts);
    funds = funds.max(LEAST_FUNDS);
  }

  /** What a work may cost at most, and a little more: a channel with less is not used. */
  public static final Xlm LEAST = Xlm.parse("0.05");

  /** Less than this does not last until a channel is filled again. */
  private static final Xlm LEAST_FUNDS = Xlm.parse("0.1");

  /** Each merged account signs, and a transaction has room for twenty signatures. */
  private static final int MOST_MERGES = 15;

  private static final int MOST_OPERATIONS = 50;

  /** For the fee of the transaction itself. */
  private static final Xlm FEE = Xlm.parse("0.01");

  /**
   * What was decided.
   *
   * @param closing those that are merged
   * @param made how many are made
   * @param spent what the wallet gives
   * @param missing what it would have to give beside that, and has not
   */
  public record ChannelDecision(
      List<Call.Op> operations, List<Address> closing, int made, Xlm spent, Xlm missing) {
    public boolean isEmpty() {
      return operations.isEmpty();
    }

    /** What is done, for people. */
    public String words() {
      int filled = operations.size() - closing.size() - made;
      List<String> parts = new ArrayList<>();
      if (made > 0) {
        parts.add(channels(made) + "made");
      }
      if (filled > 0) {
        parts.add(channels(filled) + "filled");
      }
      if (!closing.isEmpty()) {
        parts.add(channels(closing.size()) + "merged into the wallet");
      }
      String given = spent.isPositive() ? ", with " + spent + " XLM of the wallet's" : "";
      return String.join(", ", parts) + given;
    }

    private static String channels(int count) {
      return count == 1 ? "1 channel is " : count + " channels are ";
    }
  }

  /**
   * Decides.
   *
   * @param held what the accounts have; those that do not exist are absent
   * @param busy accounts with a transaction that may still land
   * @param wanted so many, of the first ones
   * @param merge whether those that are not wanted are merged
   */
  public ChannelDecision decide(
      Map<Address, Holdings> held, Set<Address> busy, int wanted, boolean merge) {
    List<Call.Op> operations = new ArrayList<>();
    List<Address> closing = merge ? closing(held, busy, wanted) : List.of();
    closing.forEach(it -> operations.add(new Call.Merge(it, wallet)));
    Xlm budget = budget(held.get(wallet));
    Xlm spent = Xlm.ZERO;
    Xlm missing = Xlm.ZERO;
    int made = 0;
    for (Call.Op op : wishes(held, wanted)) {
      Xlm amount = amount(op);
      boolean fits =
          spent.plus(amount).compareTo(budget) <= 0 && operations.size() < MOST_OPERATIONS;
      if (fits) {
        operations.add(op);
        spent = spent.plus(amount);
        made += op instanceof Call.CreateAccount ? 1 : 0;
      } else if (spent.plus(amount).compareTo(budget) > 0) {
        missing = missing.plus(amount);
      }
    }
    return new ChannelDecision(operations, closing, made, spent, missing);
  }

  private List<Address> closing(Map<Address, Holdings> held, Set<Address> busy, int wanted) {
    return accounts.stream()
        .skip(wanted)
        .filter(it -> held.containsKey(it) && !busy.contains(it))
        .limit(MOST_MERGES)
        .toList();
  }

  private Xlm budget(@Nullable Holdings of) {
    return of == null ? Xlm.ZERO : of.spendable().minus(keeps).minus(FEE).max(Xlm.ZERO);
  }

  /** What exists and works is filled before others are made. */
  private List<Call.Op> wishes(Map<Address, Holdings> held, int wanted) {
    List<Call.Op> fill = new ArrayList<>();
    List<Call.Op> make = new ArrayList<>();
    for (Address account : accounts.subList(0, Math.min(wanted, accounts.size()))) {
      Holdings of = held.get(account);
      if (of == null) {
        make.add(new Call.CreateAccount(null, account, reserve.plus(funds)));
      } else if (of.spendable().times(2).compareTo(funds) < 0 && funds.isPositive()) {
        fill.add(new Call.PayXlm(null, account, funds.minus(of.spendable())));
      }
    }
    fill.addAll(make);
    return fill;
  }

  private static Xlm amount(Call.Op op) {
    return switch (op) {
      case Call.CreateAccount create -> create.amount();
      case Call.PayXlm pay -> pay.amount();
      default -> Xlm.ZERO;
    };
  }

  /** Those that have enough for a work. */
  public List<Address> usable(Map<Address, Holdings> held) {
    return accounts.stream()
        .filter(
            it ->
                Optional.ofNullable(held.get(it))
                    .filter(of -> of.spendable().compareTo(LEAST) >= 0)
                    .isPresent())
        .toList();
  }
}
