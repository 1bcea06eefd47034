package org.kalepool.lab.sandbox.journal;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Block;
import org.kalepool.kale.Farm;
import org.kalepool.kale.Pail;
import org.kalepool.lab.sandbox.ledger.Change;
import org.kalepool.lab.sandbox.ledger.ClosedLedger;
import org.kalepool.lab.sandbox.ledger.CreditAsset;
import org.kalepool.lab.sandbox.ledger.Data;
import org.kalepool.lab.sandbox.ledger.StoredEntry;
import org.kalepool.lab.sandbox.ledger.TxRecord;

/** Writes the sandbox's state as bytes; {@link StateIn} reads what it has written. */
final class StateOut {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(bytes);

  byte[] bytes() {
    return bytes.toByteArray();
  }

  StateOut number(long value) {
    try {
      out.writeLong(value);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  StateOut flag(boolean value) {
    return number(value ? 1 : 0);
  }

  StateOut binary(byte[] value) {
    try {
      out.writeInt(value.length);
      out.write(value);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  StateOut text(String value) {
    return binary(value.getBytes(StandardCharsets.UTF_8));
  }

  StateOut big(BigInteger value) {
    return binary(value.toByteArray());
  }

  <T> StateOut optional(@Nullable T value, BiConsumer<StateOut, T> write) {
    flag(value != null);
    if (value != null) {
      write.accept(this, value);
    }
    return this;
  }

  <T> StateOut list(List<T> values, BiConsumer<StateOut, T> write) {
    number(values.size());
    values.forEach(value -> write.accept(this, value));
    return this;
  }

  void changes(List<Change> changes) {
    list(
        changes,
        (out, change) -> {
          out.binary(change.key().bytes());
          out.optional(change.after(), StateOut::entry);
        });
  }

  void entry(StoredEntry entry) {
    number(entry.modified()).number(entry.liveUntil()).optional(entry.sponsor(), StateOut::address);
    switch (entry.data()) {
      case Data.Account account -> number(0).account(account);
      case Data.Trust(long balance, long limit, boolean authorized) ->
          number(authorized ? 1 : 9).number(balance).number(limit);
      case Data.Named(String value) -> number(8).text(value);
      case Data.Claimable claimable -> {
        number(2).optional(claimable.asset(), StateOut::asset).number(claimable.amount());
        list(
            claimable.claimants(),
            (out, claimant) -> out.text(claimant.account().text()).text(claimant.predicate()));
      }
      case Data.FarmInstance(Farm farm, var code) -> {
        number(3).text(farm.homesteader().text()).text(farm.asset().text()).number(farm.index());
        block(farm.observed());
        flag(farm.paused()).text(code.hex());
      }
      case Data.BlockData(Block block) -> number(4).block(block);
      case Data.PailData(Pail pail) -> {
        number(5).number(pail.sequence()).big(pail.stake());
        optional(pail.gap(), StateOut::number).optional(pail.zeros(), StateOut::number);
      }
      case Data.Pool(CreditAsset asset, long lumens, long amount) -> {
        number(12).asset(asset);
        number(lumens).number(amount);
      }
      case Data.NonceUsed ignored -> number(6);
      case Data.AssetInstance(CreditAsset asset, Address admin) -> {
        number(7).asset(asset);
        address(admin);
      }
      case Data.Raw(String xdr) -> number(10).text(xdr);
      case Data.NativeCode(var code) -> number(11).text(code.hex());
      case Data.Setting ignored ->
          throw new IllegalArgumentException("settings come from the configuration");
    }
  }

  private void account(Data.Account account) {
    number(account.balance()).number(account.sequence()).number(account.subEntries());
    number(account.sponsored()).number(account.sponsoring());
    number(account.sequenceLedger()).number(account.sequenceTime());
  }

  void address(Address address) {
    text(address.text());
  }

  private void asset(CreditAsset asset) {
    text(asset.code()).address(asset.issuer());
  }

  private void block(Block block) {
    number(block.timestamp()).number(block.minGap()).big(block.minStake());
    number(block.minZeros()).number(block.maxGap()).big(block.maxStake());
    number(block.maxZeros()).text(block.entropy().hex());
    big(block.stakedTotal()).big(block.normalizedTotal());
  }

  /** A closed ledger with its transactions. */
  void ledger(ClosedLedger closed) {
    number(closed.ledger().sequence()).number(closed.ledger().closeTime());
    text(closed.hash().hex()).text(closed.header()).number(closed.baseFee());
    list(closed.transactions(), StateOut::transaction);
  }

  private void transaction(TxRecord tx) {
    text(tx.hash().hex()).number(tx.order()).flag(tx.ok()).flag(tx.feeBump());
    number(tx.inclusionFee()).text(tx.envelopeXdr()).text(tx.resultXdr()).text(tx.metaXdr().get());
    optional(tx.diagnostics(), (out, diagnostics) -> out.texts(diagnostics.get()))
        .texts(tx.transactionEvents());
    optional(
        tx.contractEvents(),
        (out, operations) -> out.list(operations, (o, events) -> o.list(events, StateOut::event)));
  }

  private void texts(List<String> texts) {
    list(texts, StateOut::text);
  }

  private void event(TxRecord.LedgerEvent event) {
    text(event.contract()).text(event.value()).text(event.xdr()).texts(event.topics());
  }
}
