package org.kalepool.exit;

import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kalepool.books.Earnings;
import org.kalepool.farmer.Farmer;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.PoolContracts;
import org.kalepool.stellar.RpcException;
import org.kalepool.stellar.SplitSettings;

/** The split contract that the pool is set up with, if it is. */
@Singleton
class SplitContract {
  private final SplitSettings settings;
  private final PoolContracts contracts;
  private final Earnings earnings;

  SplitContract(SplitSettings settings, PoolContracts contracts, Earnings earnings) {
    this.settings = settings;
    this.contracts = contracts;
    this.earnings = earnings;
  }

  boolean isOn() {
    return id().isPresent();
  }

  Optional<Address> id() {
    return settings.contractId();
  }

  /** By which contracts can be paid; null if the pool is set up without. */
  @Nullable PoolContracts assets() {
    return isOn() ? contracts : null;
  }

  /**
   * What the contract has now; empty if there is none.
   *
   * @throws RpcException if it cannot be read
   */
  Optional<ByContract.On> read() {
    return id().map(this::read);
  }

  private ByContract.On read(Address contract) {
    PoolContracts.SplitState state = contracts.split(contract);
    Map<PoolContracts.Terms, Integer> versions = new HashMap<>();
    List<PoolContracts.Terms> terms = state.terms();
    for (int version = 0; version < terms.size(); version++) {
      versions.putIfAbsent(terms.get(version), version);
    }
    return new ByContract.On(
        contract, contracts.ofXlm(), contracts.ofKale(), state.admin(), versions, state.ledger());
  }

  /** With what a farmer has earned, in the caller's database transaction. */
  @Nullable ByContract of(Optional<ByContract.On> on, UUID farmer) {
    return on.map(it -> new ByContract(it, earnings.of(farmer), false)).orElse(null);
  }

  /** For what has come in after the split. */
  static @Nullable ByContract over(Optional<ByContract.On> on) {
    return on.map(it -> new ByContract(it, List.of(), true)).orElse(null);
  }

  /**
   * The ledger in which the contract has paid a farmer out, 0 if it has not.
   *
   * @throws RpcException if it cannot be read
   */
  long splitIn(Farmer farmer) {
    return id().map(on -> contracts.splitIn(on, farmer.custodial(), farmer.id())).orElse(0L);
  }

  /**
   * How the contract has paid a farmer out; empty if it has not, or if the node has forgotten it.
   *
   * @param ledger what {@link #splitIn} says
   * @throws RpcException if it cannot be read
   */
  Optional<ToldSplit> told(Farmer farmer, long ledger) {
    return ledger == 0
        ? Optional.empty()
        : id().flatMap(
                on ->
                    contracts
                        .wasSplit(on, farmer.custodial(), farmer.id(), ledger)
                        .map(told -> new ToldSplit(on, ledger, told)));
  }

  /**
   * By wallet in its list, what it holds since it could not be paid; empty where it holds nothing.
   *
   * @throws RpcException if it cannot be read
   */
  Map<Address, Kale> held(ByContract.On on) {
    Set<Address> wallets =
        on.versions().keySet().stream()
            .map(PoolContracts.Terms::wallet)
            .collect(Collectors.toSet());
    return contracts.held(on.contract(), wallets);
  }
}
