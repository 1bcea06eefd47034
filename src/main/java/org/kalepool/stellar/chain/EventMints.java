package org.kalepool.stellar.chain;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.stellar.Mints;
import org.kalepool.stellar.xdr.ScVals;
import org.kalepool.stellar.xdr.Xdr;

/** Mints out of the asset contract's events. */
@ApplicationScoped
public class EventMints implements Mints {
  private final EventPages pages;
  private final DeclaredPails declared;

  public EventMints(EventPages pages, DeclaredPails declared) {
    this.pages = pages;
    this.declared = declared;
  }

  @Override
  public Optional<List<Mint>> minted(Address account, long from, long through) {
    String mint = EventPages.symbol("mint");
    String to = Xdr.base64(ScVals.address(account)::encode);
    // protocols before 23 name the asset's administrator first
    List<List<String>> topics = List.of(List.of(mint, to, "*"), List.of(mint, "*", to, "*"));
    Map<Hash, Mint> found = new LinkedHashMap<>();
    boolean remembered =
        pages.read(
            from,
            through,
            topics,
            event -> {
              String hash = event.txHash();
              if (hash != null && ContractEvents.minted(event, account).isPresent()) {
                Hash transaction = Xdr.understand("an event's transaction", () -> new Hash(hash));
                found.putIfAbsent(transaction, new Mint(transaction, event.ledger()));
              }
            });
    return remembered ? Optional.of(List.copyOf(found.values())) : Optional.empty();
  }

  @Override
  public Optional<List<Long>> pails(Mint mint, Address account) {
    return declared.of(mint.transaction(), mint.ledger(), account);
  }
}
