package org.kalepool.stellar.chain;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.ContractCall;
import org.kalepool.stellar.KaleNetwork;
import org.kalepool.stellar.LifePlan;
import org.kalepool.stellar.PoolContracts;
import org.kalepool.stellar.RpcException;
import org.kalepool.stellar.VaultMaking;
import org.kalepool.stellar.rpc.ConfiguredNetwork;
import org.kalepool.stellar.rpc.Rpc;
import org.kalepool.stellar.rpc.StellarRpc;
import org.kalepool.stellar.xdr.Assets;
import org.kalepool.stellar.xdr.Creations;
import org.kalepool.stellar.xdr.KaleEntries;
import org.kalepool.stellar.xdr.LedgerKeys;
import org.kalepool.stellar.xdr.ScVals;
import org.kalepool.stellar.xdr.VaultAddresses;
import org.kalepool.stellar.xdr.Xdr;
import org.stellar.sdk.xdr.ContractExecutableType;
import org.stellar.sdk.xdr.LedgerKey;
import org.stellar.sdk.xdr.SCContractInstance;
import org.stellar.sdk.xdr.SCMap;
import org.stellar.sdk.xdr.SCMapEntry;
import org.stellar.sdk.xdr.SCVal;
import org.stellar.sdk.xdr.SCValType;

/** Reads the pool's own contracts through the RPC node, as they lay out their entries. */
@ApplicationScoped
class RpcContracts implements PoolContracts {
  /** By these names the contracts keep what they are made with, terms, and what is reserved. */
  private static final String CONF = "c";

  private static final String LIST = "l";
  private static final String RESERVED = "r";

  private final StellarRpc rpc;
  private final ConfiguredNetwork settings;
  private final SplitEvents splits;

  RpcContracts(StellarRpc rpc, ConfiguredNetwork settings) {
    this.rpc = rpc;
    this.settings = settings;
    this.splits = new SplitEvents(new EventPages(rpc, settings));
  }

  @Override
  public Address ofXlm() {
    return Assets.contractOfXlm(settings.network().passphrase());
  }

  @Override
  public Address ofKale() {
    return settings.network().assetContract();
  }

  @Override
  public Address vault(Address pool, VaultMaking making) {
    return new VaultAddresses(settings.network().passphrase(), pool).of(making);
  }

  @Override
  public Address address(Address deployer, Hash salt) {
    return Creations.address(settings.network(), deployer, salt);
  }

  @Override
  public Optional<Deployed> deployed(Address contract) {
    LedgerKey key = LedgerKeys.instance(contract);
    EntryReader entries = EntryReader.read(rpc, List.of(key));
    Rpc.LedgerEntryResult entry = entries.byKey().get(LedgerKeys.text(key));
    return entry == null
        ? Optional.empty()
        : Optional.of(
            new Deployed(
                Xdr.understand("a contract", () -> code(instance(entry))),
                EntryReader.liveUntil(entry),
                entries.ledger()));
  }

  private static @Nullable Hash code(SCContractInstance instance) {
    return instance.getExecutable().getDiscriminant()
            == ContractExecutableType.CONTRACT_EXECUTABLE_WASM
        ? Hash.of(instance.getExecutable().getWasm_hash().getHash())
        : null;
  }

  private static SCContractInstance instance(Rpc.LedgerEntryResult entry) {
    return ScVals.expect(
            KaleEntries.contractValue(EntryReader.data(entry)), SCValType.SCV_CONTRACT_INSTANCE)
        .getInstance();
  }

  @Override
  public OptionalLong codeLiveUntil(Hash code) {
    LedgerKey key = LedgerKeys.code(code);
    Rpc.LedgerEntryResult entry =
        EntryReader.read(rpc, List.of(key)).byKey().get(LedgerKeys.text(key));
    return entry == null ? OptionalLong.empty() : OptionalLong.of(EntryReader.liveUntil(entry));
  }

  @Override
  public SplitState split(Address contract) {
    Stored stored = storage(contract, List.of());
    SCMap storage = stored.storage();
    return Xdr.understand(
        "the split contract " + contract,
        () -> {
          SCVal[] conf = ScVals.items(value(storage, CONF, contract));
          List<Terms> terms =
              find(storage, LIST)
                  .map(list -> Arrays.stream(ScVals.items(list)).map(RpcContracts::terms).toList())
                  .orElse(List.of());
          return new SplitState(ScVals.address(conf[0]), terms, stored.entries().ledger());
        });
  }

  private static Terms terms(SCVal value) {
    SCVal[] parts = ScVals.items(value);
    return new Terms(Math.toIntExact(ScVals.uint32(parts[0])), ScVals.address(parts[1]));
  }

  @Override
  public long splitIn(Address contract, Address custodial, UUID farmer) {
    LedgerKey key = LedgerKeys.split(contract, custodial, farmer);
    Rpc.LedgerEntryResult entry =
        EntryReader.read(rpc, List.of(key)).byKey().get(LedgerKeys.text(key));
    return entry == null
        ? 0
        : Xdr.understand(
            "a split", () -> ScVals.uint32(KaleEntries.contractValue(EntryReader.data(entry))));
  }

  @Override
  public Optional<WasSplit> wasSplit(
      Address contract, Address custodial, UUID farmer, long ledger) {
    return splits.find(contract, custodial, farmer, ledger);
  }

  @Override
  public Map<Address, Kale> held(Address contract, Collection<Address> wallets) {
    Map<LedgerKey, Address> keys = new LinkedHashMap<>();
    wallets.forEach(wallet -> keys.put(LedgerKeys.held(contract, wallet), wallet));
    Map<Address, Kale> held = new HashMap<>();
    for (EntryReader entries : EntryReader.readMany(rpc, keys.keySet())) {
      keys.forEach(
          (key, wallet) -> {
            Rpc.LedgerEntryResult entry = entries.byKey().get(LedgerKeys.text(key));
            if (entry != null) {
              held.put(
                  wallet,
                  Xdr.understand(
                      "what is held",
                      () -> int64(KaleEntries.contractValue(EntryReader.data(entry)))));
            }
          });
    }
    return held;
  }

  @Override
  public Lives lives(Collection<Address> contracts) {
    List<LifePlan.Living> entries = new ArrayList<>();
    Map<Hash, Address> codes = new LinkedHashMap<>();
    long oldest = Long.MAX_VALUE;
    Address asset = ofKale();
    for (EntryReader read : EntryReader.readMany(rpc, keys(contracts, asset))) {
      oldest = Math.min(oldest, read.ledger());
      for (Address contract : contracts) {
        Rpc.LedgerEntryResult entry =
            read.byKey().get(LedgerKeys.text(LedgerKeys.instance(contract)));
        if (entry != null) {
          entries.add(
              new LifePlan.Living(
                  contract, new ContractCall.Instance(contract), EntryReader.liveUntil(entry)));
          Hash code = Xdr.understand("a contract", () -> code(instance(entry)));
          if (code != null) {
            codes.putIfAbsent(code, contract);
          }
        }
        Rpc.LedgerEntryResult balance =
            read.byKey().get(LedgerKeys.text(LedgerKeys.balance(asset, contract)));
        if (balance != null) {
          entries.add(
              new LifePlan.Living(
                  contract,
                  new ContractCall.Balance(asset, contract),
                  EntryReader.liveUntil(balance)));
        }
      }
    }
    for (Map.Entry<Hash, Address> code : codes.entrySet()) {
      // one by one: each is as long as the code itself
      entries.add(
          new LifePlan.Living(
              code.getValue(),
              new ContractCall.Code(code.getKey()),
              codeLiveUntil(code.getKey()).orElse(0)));
    }
    return new Lives(entries, oldest);
  }

  private static List<LedgerKey> keys(Collection<Address> contracts, Address asset) {
    return contracts.stream()
        .flatMap(it -> Stream.of(LedgerKeys.instance(it), LedgerKeys.balance(asset, it)))
        .toList();
  }

  @Override
  public PoolState pool(Address contract) {
    LedgerKey balance = LedgerKeys.balance(settings.network().assetContract(), contract);
    Stored stored = storage(contract, List.of(balance));
    Kale held = VaultReader.Held.of(stored.entries(), contract, settings.network()).amount();
    return Xdr.understand(
        "the pool contract " + contract,
        () -> {
          SCVal[] conf = ScVals.items(value(stored.storage(), CONF, contract));
          Kale reserved =
              find(stored.storage(), RESERVED).map(RpcContracts::int64).orElse(Kale.ZERO);
          return new PoolState(
              ScVals.address(conf[0]),
              ScVals.address(conf[1]),
              Hash.of(ScVals.bytes(conf[4])),
              ScVals.uint32(conf[5]),
              reserved,
              held,
              stored.entries().ledger());
        });
  }

  @Override
  public Map<Address, VaultState> vaults(Collection<Address> vaults) {
    KaleNetwork network = settings.network();
    Map<Address, VaultState> states = new HashMap<>();
    for (List<Address> part :
        vaults.stream().distinct().gather(Gatherers.windowFixed(VAULTS_A_READ)).toList()) {
      EntryReader entries =
          EntryReader.read(
              rpc, part.stream().flatMap(it -> VaultReader.keys(it, network).stream()).toList());
      for (Address vault : part) {
        VaultState state = VaultReader.read(entries, vault, network);
        if (state != null) {
          states.put(vault, state);
        }
      }
    }
    return states;
  }

  private static Kale int64(SCVal value) {
    return Kale.ofStroops(ScVals.expect(value, SCValType.SCV_I64).getI64().getInt64());
  }

  /** What a contract keeps with its instance, and other entries as of the same ledger. */
  private record Stored(SCMap storage, EntryReader entries) {}

  private Stored storage(Address contract, List<LedgerKey> others) {
    LedgerKey key = LedgerKeys.instance(contract);
    List<LedgerKey> keys = new ArrayList<>(others);
    keys.add(key);
    EntryReader entries = EntryReader.read(rpc, keys);
    Rpc.LedgerEntryResult entry = entries.byKey().get(LedgerKeys.text(key));
    if (entry == null) {
      throw new RpcException("no such contract: " + contract);
    }
    SCMap storage = Xdr.understand("a contract", () -> instance(entry).getStorage());
    return new Stored(storage == null ? new SCMap(new SCMapEntry[0]) : storage, entries);
  }

  private static SCVal value(SCMap storage, String name, Address contract) {
    return find(storage, name)
        .orElseThrow(
            () -> new RpcException(contract + " is another contract: it keeps no " + name));
  }

  private static Optional<SCVal> find(SCMap storage, String name) {
    return Arrays.stream(storage.getSCMap())
        .filter(
            entry ->
                entry.getKey().getDiscriminant() == SCValType.SCV_SYMBOL
                    && ScVals.symbol(entry.getKey()).equals(name))
        .map(SCMapEntry::getVal)
        .findFirst();
  }
}
