package org.kalepool.alert;

import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What is looked at. The name in lower case is its code and never changes. */
@Schema(name = "AlertRule")
public enum Rule {
  /** Too few of the wished plants land. */
  PLANTS,
  /** Too few of the planted pails are worked. */
  WORKS,
  /** Too many pails are lost. */
  HARVESTS,
  /** Too many of the network's blocks pass without a plant. */
  BLOCKS,
  /** The API answers slowly. */
  API,
  /** A wallet has next to no XLM. */
  WALLET,
  /** Too many plants, works and harvests fail. */
  CONTRACT,
  /** The processors have no time for all but hashing. */
  CPU,
  /** The heap is full. */
  MEMORY,
  /** Books and chain differ. */
  DISCREPANCY,
  /** The RPC node lags or is away. */
  NODE,
  /** There is no backup, or it is old. */
  BACKUP,
  /** For a time no process led. */
  LEADER,
  /** What covers vaults is not all there, or one of the vaults' contracts is archived. */
  VAULT;

  /** Its stable name in settings, answers and metrics. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
