package org.kalepool.stellar.chain;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Gatherers;
import org.kalepool.kale.Address;
import org.kalepool.kale.BalanceId;
import org.kalepool.kale.Pail;
import org.kalepool.stellar.AccountSigners;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.Claimable;
import org.kalepool.stellar.FarmerOnChain;
import org.kalepool.stellar.Holdings;
import org.kalepool.stellar.KaleNetwork;
import org.kalepool.stellar.NetworkTerms;
import org.kalepool.stellar.RpcException;
import org.kalepool.stellar.rpc.ConfiguredNetwork;
import org.kalepool.stellar.rpc.Rpc;
import org.kalepool.stellar.rpc.StellarRpc;
import org.kalepool.stellar.xdr.KaleEntries;
import org.kalepool.stellar.xdr.LedgerKeys;
import org.kalepool.stellar.xdr.Xdr;
import org.stellar.sdk.xdr.LedgerEntry.LedgerEntryData;
import org.stellar.sdk.xdr.LedgerKey;

/** Reads the chain through the RPC node. */
@ApplicationScoped
class RpcChain implements Chain {
  private final StellarRpc rpc;
  private final ConfiguredNetwork settings;
  private final Terms terms;

  RpcChain(StellarRpc rpc, ConfiguredNetwork settings, Terms terms) {
    this.rpc = rpc;
    this.settings = settings;
    this.terms = terms;
  }

  @Override
  public LedgerTip tip() {
    LedgerTip tip = rpc.tip();
    terms.saw(tip.sequence(), tip.closeTime());
    return tip;
  }

  @Override
  public FarmView farm() {
    LedgerKey key = LedgerKeys.instance(settings.network().contract());
    EntryReader entries = EntryReader.read(rpc, List.of(key));
    LedgerEntryData data = entries.data(key);
    if (data == null) {
      throw new RpcException(
          "no such contract: " + settings.network().contract() + " (kale.contract.id)");
    }
    return new FarmView(KaleEntries.farm(data), entries.ledger());
  }

  @Override
  public Optional<StoredBlock> block(long index) {
    LedgerKey key = LedgerKeys.block(settings.network().contract(), index);
    EntryReader entries = EntryReader.read(rpc, List.of(key));
    return Optional.ofNullable(entries.live(key))
        .map(
            entry ->
                new StoredBlock(
                    KaleEntries.block(KaleEntries.contractValue(EntryReader.data(entry))),
                    EntryReader.liveUntil(entry),
                    entries.ledger()));
  }

  @Override
  public Map<Address, StoredPail> pails(Collection<Address> farmers, long index) {
    KaleNetwork network = settings.network();
    Map<Address, StoredPail> pails = new HashMap<>();
    for (List<Address> part : parts(farmers, StellarRpc.MAX_KEYS)) {
      EntryReader entries =
          EntryReader.read(
              rpc, part.stream().map(f -> LedgerKeys.pail(network.contract(), f, index)).toList());
      for (Address farmer : part) {
        Rpc.LedgerEntryResult entry =
            entries.live(LedgerKeys.pail(network.contract(), farmer, index));
        if (entry != null) {
          pails.put(
              farmer, new StoredPail(pail(entry), EntryReader.liveUntil(entry), entries.ledger()));
        }
      }
    }
    return pails;
  }

  @Override
  public Map<Address, Holdings> holdings(Collection<Address> accounts) {
    KaleNetwork network = settings.network();
    Map<Address, Holdings> holdings = new HashMap<>();
    for (List<Address> part : parts(accounts, ACCOUNTS_A_READ)) {
      EntryReader entries =
          EntryReader.read(
              rpc, part.stream().flatMap(a -> HoldingsReader.keys(a, network).stream()).toList());
      for (Address account : part) {
        Holdings found = HoldingsReader.read(entries, account, network, terms.baseReserve());
        if (found != null) {
          holdings.put(account, found);
        }
      }
    }
    return holdings;
  }

  @Override
  public Set<Address> memoRequired(Collection<Address> accounts) {
    Set<Address> found = new HashSet<>();
    for (List<Address> part : parts(accounts, StellarRpc.MAX_KEYS)) {
      EntryReader entries =
          EntryReader.read(rpc, part.stream().map(LedgerKeys::memoRequired).toList());
      for (Address account : part) {
        LedgerEntryData entry = entries.data(LedgerKeys.memoRequired(account));
        if (entry != null && LedgerKeys.isMemoRequired(entry.getData())) {
          found.add(account);
        }
      }
    }
    return found;
  }

  @Override
  public Optional<AccountSigners> signers(Address account) {
    EntryReader entries = EntryReader.read(rpc, List.of(LedgerKeys.account(account)));
    return Optional.ofNullable(entries.account(account))
        .map(of -> Xdr.understand("the account " + account, () -> SignersReader.read(of)));
  }

  @Override
  public Optional<Claimable> claimable(BalanceId balance) {
    long now = tip().closeTime();
    LedgerKey key = LedgerKeys.claimable(balance);
    return Optional.ofNullable(EntryReader.read(rpc, List.of(key)).data(key))
        .map(data -> ClaimableReader.read(data, settings.network(), now));
  }

  /** One call for up to 198 blocks; for more, all parts are read again until ledgers agree. */
  @Override
  public FarmerOnChain farmer(Address farmer, Collection<Long> blocks) {
    KaleNetwork network = settings.network();
    List<LedgerKey> keys = new ArrayList<>(HoldingsReader.keys(farmer, network));
    blocks.forEach(index -> keys.add(LedgerKeys.pail(network.contract(), farmer, index)));
    EntryReader entries = readAsOfOneLedger(keys);
    Map<Long, Pail> pails = new HashMap<>();
    for (Long index : blocks) {
      Rpc.LedgerEntryResult entry =
          entries.live(LedgerKeys.pail(network.contract(), farmer, index));
      if (entry != null) {
        pails.put(index, pail(entry));
      }
    }
    return new FarmerOnChain(
        farmer,
        HoldingsReader.read(entries, farmer, network, terms.baseReserve()),
        pails,
        entries.ledger());
  }

  @Override
  public NetworkTerms terms() {
    return terms.current();
  }

  private EntryReader readAsOfOneLedger(List<LedgerKey> keys) {
    for (int attempt = 0; attempt < 5; attempt++) {
      List<EntryReader> parts = EntryReader.readMany(rpc, keys);
      long ledger = parts.getFirst().ledger();
      if (parts.stream().allMatch(part -> part.ledger() == ledger)) {
        Map<String, Rpc.LedgerEntryResult> all = new HashMap<>();
        parts.forEach(part -> all.putAll(part.byKey()));
        return new EntryReader(all, ledger);
      }
    }
    throw new RpcException("ledgers close faster than " + keys.size() + " entries can be read");
  }

  private static Pail pail(Rpc.LedgerEntryResult entry) {
    return KaleEntries.pail(KaleEntries.contractValue(EntryReader.data(entry)));
  }

  private static List<List<Address>> parts(Collection<Address> all, int size) {
    return all.stream().distinct().gather(Gatherers.windowFixed(size)).toList();
  }
}
