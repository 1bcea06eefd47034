package org.kalepool.lab.sandbox.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Block;
import org.kalepool.kale.Farm;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Pail;
import org.kalepool.lab.sandbox.ledger.Change;
import org.kalepool.lab.sandbox.ledger.ClosedLedger;
import org.kalepool.lab.sandbox.ledger.CreditAsset;
import org.kalepool.lab.sandbox.ledger.Data;
import org.kalepool.lab.sandbox.ledger.Key;
import org.kalepool.lab.sandbox.ledger.Keys;
import org.kalepool.lab.sandbox.ledger.Lazy;
import org.kalepool.lab.sandbox.ledger.Ledger;
import org.kalepool.lab.sandbox.ledger.StoredEntry;
import org.kalepool.lab.sandbox.ledger.TxRecord;
import org.stellar.sdk.xdr.LedgerKey;

/** Reads the sandbox's state from bytes that {@link StateOut} has written. */
final class StateIn {
  private final ByteBuffer in;

  StateIn(byte[] bytes) {
    in = ByteBuffer.wrap(bytes);
  }

  long number() {
    return in.getLong();
  }

  boolean flag() {
    return number() != 0;
  }

  byte[] binary() {
    byte[] bytes = new byte[in.getInt()];
    in.get(bytes);
    return bytes;
  }

  String text() {
    return new String(binary(), StandardCharsets.UTF_8);
  }

  BigInteger big() {
    return new BigInteger(binary());
  }

  <T> @Nullable T optional(Function<StateIn, T> read) {
    return flag() ? read.apply(this) : null;
  }

  <T> List<T> list(Function<StateIn, T> read) {
    long count = number();
    List<T> values = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      values.add(read.apply(this));
    }
    return values;
  }

  /** What was written, each with nothing before it. */
  List<Change> changes() {
    return list(in -> new Change(in.key(), null, in.optional(StateIn::entry)));
  }

  private Key key() {
    try {
      return Keys.of(LedgerKey.fromXdrByteArray(binary()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  StoredEntry entry() {
    long modified = number();
    long liveUntil = number();
    Address sponsor = optional(StateIn::address);
    return new StoredEntry(data(), modified, liveUntil, sponsor);
  }

  private Data data() {
    int kind = (int) number();
    return switch (kind) {
      case 0 ->
          new Data.Account(
              number(),
              number(),
              (int) number(),
              (int) number(),
              (int) number(),
              number(),
              number());
      case 1 -> new Data.Trust(number(), number());
      case 2 ->
          new Data.Claimable(
              optional(StateIn::asset),
              number(),
              list(in -> new Data.Claimant(in.address(), in.text())));
      case 3 -> {
        Farm farm = new Farm(address(), address(), number(), block(), flag());
        yield new Data.FarmInstance(farm, Hash.ofHex(text()));
      }
      case 4 -> new Data.BlockData(block());
      case 5 -> pail();
      case 6 -> new Data.NonceUsed();
      case 8 -> new Data.Named(text());
      case 9 -> new Data.Trust(number(), number(), false);
      case 10 -> new Data.Raw(text());
      case 11 -> new Data.NativeCode(Hash.ofHex(text()));
      case 12 -> new Data.Pool(asset(), number(), number());
      case 7 -> new Data.AssetInstance(asset(), address());
      default -> throw new IllegalStateException("no kind of entry has the number " + kind);
    };
  }

  private Data.PailData pail() {
    long sequence = number();
    BigInteger stake = big();
    Long gap = optional(StateIn::number);
    Long zeros = optional(StateIn::number);
    return new Data.PailData(new Pail(sequence, gap, stake, zeros));
  }

  Address address() {
    return Address.of(text());
  }

  private CreditAsset asset() {
    return new CreditAsset(text(), address());
  }

  private Block block() {
    return new Block(
        number(),
        number(),
        big(),
        number(),
        number(),
        big(),
        number(),
        Hash.ofHex(text()),
        big(),
        big());
  }

  ClosedLedger ledger() {
    Ledger ledger = new Ledger(number(), number());
    return new ClosedLedger(
        ledger, Hash.ofHex(text()), text(), number(), list(in -> in.transaction(ledger)));
  }

  private TxRecord transaction(Ledger ledger) {
    Hash hash = Hash.ofHex(text());
    return new TxRecord(
        hash,
        ledger,
        (int) number(),
        flag(),
        flag(),
        number(),
        text(),
        text(),
        Lazy.of(text()),
        optional(in -> Lazy.of(in.texts())),
        texts(),
        optional(in -> in.list(operation -> operation.list(StateIn::event))));
  }

  private List<String> texts() {
    return list(StateIn::text);
  }

  private TxRecord.LedgerEvent event() {
    String contract = text();
    String value = text();
    String xdr = text();
    return new TxRecord.LedgerEvent(contract, texts(), value, xdr);
  }
}
