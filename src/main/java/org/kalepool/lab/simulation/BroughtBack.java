package org.kalepool.lab.simulation;

import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Whom a restore has brought back: they depart once more, and are looked at till that is right. */
final class BroughtBack {
  /** Who is in none of these states is there. */
  static final Set<String> GONE = Set.of("DEPARTED", "LAPSED");

  private final SimulatedRestore restore;
  private final SimulatedDatabase database;
  private int restoresSeen;

  BroughtBack(SimulatedRestore restore, SimulatedDatabase database) {
    this.restore = restore;
    this.database = database;
  }

  /**
   * Those of all who are there by the database, and are not known to be; nobody where nothing was
   * restored since the last look.
   */
  Set<UUID> look(List<UUID> all, Collection<UUID> present) throws SQLException {
    if (restore.restores() == restoresSeen) {
      return Set.of();
    }
    restoresSeen = restore.restores();
    Set<UUID> back = new HashSet<>(all);
    Map<UUID, String> states = database.states(all);
    back.removeIf(farmer -> GONE.contains(states.getOrDefault(farmer, "")));
    back.removeAll(Set.copyOf(present));
    return back;
  }
}
