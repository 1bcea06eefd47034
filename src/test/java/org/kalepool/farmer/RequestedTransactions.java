package org.kalepool.farmer;

import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Deed;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.Transactions;

/** Takes requests and never fulfils them. */
@Alternative
@Singleton
public final class RequestedTransactions implements Transactions {
  private final List<TransactionRequest> requests = new CopyOnWriteArrayList<>();

  /** All with a deed for this farmer. */
  List<TransactionRequest> of(UUID farmer) {
    return requests.stream()
        .filter(request -> request.deeds().stream().anyMatch(it -> farmer.equals(it.farmer())))
        .toList();
  }

  @Override
  public OptionalLong request(TransactionRequest request) {
    for (Deed deed : request.deeds()) {
      if (deed.farmer() != null && open(deed.farmer(), deed.block(), deed.action()).isPresent()) {
        return OptionalLong.empty();
      }
    }
    requests.add(request);
    return OptionalLong.of(requests.size());
  }

  @Override
  public Optional<TransactionRequest> open(UUID farmer, @Nullable Long block, Action action) {
    return of(farmer).stream().filter(request -> request.action() == action).findFirst();
  }

  @Override
  public boolean busy(Address lane) {
    return requests.stream().anyMatch(request -> request.lane().equals(lane));
  }
}
