package org.kalepool.work;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The engine's memory of what it found: what a restart goes on with. */
public interface KeptNonces {
  /** Keeps finds for a restart: durably, before it returns. */
  void keep(long index, Map<UUID, List<Find>> finds);

  /** What was kept for these farmers; farmers for whom nothing was are absent. */
  Map<UUID, List<Find>> kept(long index, Collection<UUID> farmers);
}
