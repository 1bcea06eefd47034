package org.kalepool.testing;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.kalepool.block.BlockDue;
import org.kalepool.block.BlockOpened;
import org.kalepool.block.LedgerClosed;
import org.kalepool.books.DiscrepancyFound;
import org.kalepool.books.PailMissing;
import org.kalepool.harvest.PailHarvested;
import org.kalepool.plant.FarmerPlanted;
import org.kalepool.plant.PlantingFinished;

/** The stages' events in the order they were fired. */
@Alternative
@Singleton
public final class EventLog {
  private final List<Record> events = new ArrayList<>();

  void on(@Observes LedgerClosed event) {
    events.add(event);
  }

  void on(@Observes BlockOpened event) {
    events.add(event);
  }

  void on(@Observes BlockDue event) {
    events.add(event);
  }

  void on(@Observes FarmerPlanted event) {
    events.add(event);
  }

  void on(@Observes PlantingFinished event) {
    events.add(event);
  }

  void on(@Observes PailHarvested event) {
    events.add(event);
  }

  void on(@Observes PailMissing event) {
    events.add(event);
  }

  void on(@Observes(during = TransactionPhase.AFTER_SUCCESS) DiscrepancyFound event) {
    events.add(event);
  }

  public <T> List<T> of(Class<T> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }

  public void clear() {
    events.clear();
  }
}
