package org.kalepool.lab.sandbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kalepool.kale.Address;
import org.kalepool.kale.Farm;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Sha256;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.sandbox.host.EntryKey;
import org.kalepool.lab.sandbox.host.SorobanHost;
import org.kalepool.lab.sandbox.ledger.Change;
import org.kalepool.lab.sandbox.ledger.Data;
import org.kalepool.lab.sandbox.ledger.EntryIn;
import org.kalepool.lab.sandbox.ledger.Key;
import org.kalepool.lab.sandbox.ledger.StoredEntry;
import org.kalepool.lab.sandbox.transaction.Network;
import org.kalepool.lab.sandbox.xdr.Val;
import org.kalepool.lab.sandbox.xdr.XdrOut;

/** What the sandbox's owner may do outside any transaction: gifts, and the homesteader's switch. */
final class OwnerActions {
  /** Where {@link #installPool} puts it. */
  static final Address POOL_CONTRACT = Address.contract(Sha256.of("installed pool contract"));

  private static final int UNSIGNED_32 = 3;
  private static final int BYTES = 13;
  private static final int SYMBOL = 15;
  private static final int VECTOR = 16;

  private final Network network;

  OwnerActions(Network network) {
    this.network = network;
  }

  Address fund(Address account, Xlm lumens) {
    Key key = new Key.Account(account);
    StoredEntry before = network.store().get(key);
    Data.Account data = network.store().account(account);
    Data.Account after =
        data == null
            ? Data.Account.opened(lumens.stroops(), network.latest().sequence() << 32)
            : data.plus(lumens.stroops());
    StoredEntry entry = before == null ? StoredEntry.classic(after) : before.with(after);
    network.grant(List.of(new Change(key, before, entry)));
    return account;
  }

  /**
   * @param code the wasm's entry
   */
  Address install(byte[] wasm, Data code) {
    byte[] hash = Sha256.of(wasm);
    Address contract = Address.contract(Sha256.of("installed " + Hash.of(hash).hex()));
    install(contract, Hash.of(hash), code, new XdrOut().int32(0).bytes());
    return contract;
  }

  /** As the constructor leaves it: its configuration in a vector. */
  Address installPool(byte[] wasm, Data code, Hash vaultCode, Address operator, long life) {
    byte[] configuration =
        new XdrOut()
            .int32(1)
            .int32(1)
            .int32(SYMBOL)
            .string("c")
            .int32(VECTOR)
            .int32(1)
            .int32(6)
            .raw(new Val.Addr(operator).bytes())
            .raw(new Val.Addr(operator).bytes())
            .raw(new Val.Addr(network.rules().contracts().farm()).bytes())
            .raw(new Val.Addr(network.rules().contracts().asset()).bytes())
            .int32(BYTES)
            .opaque(vaultCode.bytes())
            .int32(UNSIGNED_32)
            .uint32(life)
            .bytes();
    install(POOL_CONTRACT, Hash.of(Sha256.of(wasm)), code, configuration);
    return POOL_CONTRACT;
  }

  /**
   * @param storage an instance's, which may be none
   */
  private void install(Address contract, Hash hash, Data code, byte[] storage) {
    Key instance = new Key.Instance(contract);
    if (network.store().get(instance) != null) {
      return;
    }
    byte[] value = new XdrOut().int32(19).int32(0).raw(hash.bytes()).raw(storage).bytes();
    Data made = EntryIn.data(instance, SorobanHost.dataEntry(EntryKey.instance(contract), value));
    long ledger = network.latest().sequence();
    long until = ledger + network.rules().minPersistentTtl() - 1;
    network.grant(
        List.of(
            new Change(new Key.Code(hash), null, new StoredEntry(code, ledger, until, null)),
            new Change(instance, null, new StoredEntry(made, ledger, until, null))));
  }

  Address giveKale(Address account, Kale kale) {
    Key key = new Key.Account(account);
    StoredEntry holder = network.store().get(key);
    if (holder == null || !(holder.data() instanceof Data.Account data)) {
      throw new IllegalArgumentException("there is no account " + account + " to give KALE to");
    }
    List<Change> changes = new ArrayList<>();
    Key line = new Key.Trust(account, network.rules().contracts().kale());
    StoredEntry before = network.store().get(line);
    if (before != null && before.data() instanceof Data.Trust trust) {
      Data.Trust more = trust.holding(trust.balance() + kale.stroops());
      changes.add(new Change(line, before, before.with(more)));
    } else {
      Data.Trust trust = new Data.Trust(kale.stroops(), Long.MAX_VALUE);
      changes.add(new Change(line, null, StoredEntry.classic(trust)));
      changes.add(new Change(key, holder, holder.with(data.counts(1, 0, 0))));
    }
    network.grant(changes);
    return account;
  }

  /** Asks payers for a memo, as exchanges do (SEP-29). */
  Address requireMemo(Address account) {
    Key named = new Key.Named(account, "config.memo_required");
    Key key = new Key.Account(account);
    StoredEntry holder = network.store().get(key);
    if (holder == null || !(holder.data() instanceof Data.Account data)) {
      throw new IllegalArgumentException("there is no account " + account);
    }
    StoredEntry before = network.store().get(named);
    List<Change> changes = new ArrayList<>();
    changes.add(new Change(named, before, StoredEntry.classic(new Data.Named("MQ=="))));
    if (before == null) {
      changes.add(new Change(key, holder, holder.with(data.counts(1, 0, 0))));
    }
    network.grant(changes);
    return account;
  }

  /** What KALE's issuer does to a trustline. */
  Address authorizeKale(Address account, boolean authorized) {
    Key line = new Key.Trust(account, network.rules().contracts().kale());
    StoredEntry before = network.store().get(line);
    if (before == null || !(before.data() instanceof Data.Trust trust)) {
      throw new IllegalArgumentException(account + " has no KALE trustline");
    }
    Data.Trust after = new Data.Trust(trust.balance(), trust.limit(), authorized);
    network.grant(List.of(new Change(line, before, before.with(after))));
    return account;
  }

  /** Has the pool of lumens and KALE hold so much, opening it if need be. */
  Kale holdInPool(Kale kale, Xlm lumens) {
    Data.Pool pool =
        new Data.Pool(network.rules().contracts().kale(), lumens.stroops(), kale.stroops());
    Key key = pool.key();
    StoredEntry before = network.store().get(key);
    StoredEntry after = before == null ? StoredEntry.classic(pool) : before.with(pool);
    network.grant(List.of(new Change(key, before, after)));
    return kale;
  }

  Farm farm() {
    return instance().farm();
  }

  private Data.FarmInstance instance() {
    Key key = new Key.Instance(network.rules().contracts().farm());
    StoredEntry entry = network.store().get(key);
    return Optional.ofNullable(entry)
        .flatMap(it -> EntryIn.farm(key, it.data()))
        .orElseThrow(() -> new IllegalStateException("there is no farm"));
  }

  Farm pauseFarm(boolean paused) {
    Key key = new Key.Instance(network.rules().contracts().farm());
    StoredEntry before = network.store().get(key);
    Data.FarmInstance instance = instance();
    Farm farm = instance.farm();
    Farm changed =
        new Farm(farm.homesteader(), farm.asset(), farm.index(), farm.observed(), paused);
    if (before != null) {
      StoredEntry after = before.with(new Data.FarmInstance(changed, instance.code()));
      network.grant(List.of(new Change(key, before, after)));
    }
    return changed;
  }

  /** Opens an account with lumens; with {@code kale} gives whole KALE to one that trusts it. */
  ObjectNode friendbot(Map<String, String> parameters, Xlm gift) {
    Address account;
    long kale;
    try {
      account = Address.of(parameters.getOrDefault("addr", ""));
      kale = Long.parseLong(parameters.getOrDefault("kale", "0"));
    } catch (IllegalArgumentException e) {
      return problem("invalid addr or kale: " + e.getMessage());
    }
    if (!account.isAccount() || kale < 0 || kale > 1_000_000_000) {
      return problem("addr must be an account, and kale 0 to a billion");
    }
    boolean exists = network.store().account(account) != null;
    if (exists && kale == 0) {
      return problem("account already funded to starting balance");
    }
    if (!exists) {
      fund(account, gift);
    }
    if (kale > 0) {
      giveKale(account, Kale.ofStroops(Math.multiplyExact(kale, 10_000_000L)));
    }
    return JsonNodeFactory.instance
        .objectNode()
        .put("successful", true)
        .put("account", account.text())
        .put("ledger", network.latest().sequence());
  }

  private static ObjectNode problem(String detail) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("title", "Bad Request")
        .put("status", 400)
        .put("detail", detail);
  }
}
