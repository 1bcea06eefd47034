package org.kalepool.plant;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kalepool.books.Books;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.DeedsSettled;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.Outcome.Landed;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.TransactionSettled;

/**
 * Records plants that landed together with the end of their transaction, and tells of them after.
 */
@ApplicationScoped
class PlantSettlement {
  private final PlantingRepository plantings;
  private final Books books;
  private final PlantCoordinator coordinator;
  private final Event<FarmerPlanted> planted;

  PlantSettlement(
      PlantingRepository plantings,
      Books books,
      PlantCoordinator coordinator,
      Event<FarmerPlanted> planted) {
    this.plantings = plantings;
    this.books = books;
    this.coordinator = coordinator;
    this.planted = planted;
  }

  /** A plant in a ledger: under the block it is really in, which its footprint tells. */
  private record Pail(UUID farmer, long block, Call.Plant call, Landed landed) {
    static @Nullable Pail of(TransactionSettled event) {
      TransactionRequest request = event.request();
      UUID farmer = request.farmer();
      Long asked = request.block();
      if (request.action() != Action.PLANT
          || farmer == null
          || asked == null
          || !(request.call() instanceof Call.Plant call)
          || !(event.outcome() instanceof Outcome.Landed landed)) {
        return null;
      }
      Long block = landed.block();
      return new Pail(farmer, block == null ? asked : block, call, landed);
    }

    Books.Planted planted() {
      return new Books.Planted(farmer, block, call.amount());
    }
  }

  void settled(@Observes @Priority(200) DeedsSettled event) {
    List<Pail> pails =
        event.each().stream().flatMap(each -> Stream.ofNullable(Pail.of(each))).toList();
    if (pails.isEmpty()) {
      return;
    }
    List<Books.Planted> planted = pails.stream().map(Pail::planted).toList();
    Landed landed = pails.getFirst().landed();
    plantings.planted(planted, landed.ledger(), event.each().getFirst().id(), landed.transaction());
    books.planted(planted, landed.ledger());
  }

  void committed(@Observes(during = TransactionPhase.AFTER_SUCCESS) TransactionSettled event) {
    Pail pail = Pail.of(event);
    if (pail != null) {
      planted.fire(new FarmerPlanted(pail.farmer(), pail.block()));
      coordinator.landed();
    }
  }
}
