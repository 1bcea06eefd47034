package org.kalepool.stellar;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;

/** Mints out of the asset contract's events. */
@ApplicationScoped
class EventMints implements Mints {
  private final EventPages pages;

  EventMints(EventPages pages) {
    this.pages = pages;
  }

  @Override
  public Optional<Seen> since(Address account, long ledger) {
    String mint = EventPages.symbol("mint");
    String to = Xdr.base64(ScVals.address(account)::encode);
    // protocols before 23 name the asset's administrator first
    List<List<String>> topics = List.of(List.of(mint, to, "*"), List.of(mint, "*", to, "*"));
    Set<Hash> found = new LinkedHashSet<>();
    OptionalLong through =
        pages.read(
            ledger,
            topics,
            event -> {
              String hash = event.txHash();
              if (hash != null && ContractEvents.minted(event, account).isPresent()) {
                found.add(Xdr.understand("an event's transaction", () -> new Hash(hash)));
              }
            });
    return through.isPresent()
        ? Optional.of(new Seen(found, through.getAsLong()))
        : Optional.empty();
  }
}
