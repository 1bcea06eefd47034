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
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.Transactions;

/** Takes requests and never fulfils them. */
@Alternative
@Singleton
public final class RequestedTransactions implements Transactions {
  private final List<TransactionRequest> requests = new CopyOnWriteArrayList<>();

  /** All of this farmer. */
  List<TransactionRequest> of(UUID farmer) {
    return requests.stream().filter(request -> farmer.equals(request.farmer())).toList();
  }

  @Override
  public OptionalLong request(TransactionRequest request) {
    UUID farmer = request.farmer();
    if (farmer != null && open(farmer, request.block(), request.action()).isPresent()) {
      return OptionalLong.empty();
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
