package org.kalepool.alert;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Duration;
import org.kalepool.kale.Xlm;
import org.kalepool.settings.NotNegative;
import org.kalepool.settings.PositiveTime;

/** From when on an operator is told; 0 switches a rule off. */
@ConfigMapping(prefix = "kale.alerts")
public interface AlertSettings {
  /** Between two looks. */
  @WithDefault("1m")
  @PositiveTime
  Duration interval();

  /** Over which parts are counted. */
  @WithDefault("1h")
  @PositiveTime
  Duration window();

  /** So many plants, works, harvests or transactions are needed to tell a part. */
  @WithDefault("20")
  @Min(1)
  long least();

  /** Percent of the wished plants that have to land. */
  @WithDefault("98")
  @Min(0)
  @Max(100)
  int plants();

  /** Percent of the planted pails that have to be worked. */
  @WithDefault("90")
  @Min(0)
  @Max(100)
  int works();

  /** Percent of the pails that have to be harvested and not lost. */
  @WithDefault("99")
  @Min(0)
  @Max(100)
  int harvests();

  /** Percent of the network's blocks in which somebody has to be planted. */
  @WithDefault("95")
  @Min(0)
  @Max(100)
  int blocks();

  /** The slowest answer of the API. */
  @WithDefault("10s")
  @NotNegative
  Duration api();

  /** Below this, reserves taken off, a wallet is about to stop. */
  @WithDefault("0.1")
  @NotNegative
  Xlm wallet();

  /** Percent of plants, works and harvests that may fail. */
  @WithDefault("5")
  @Min(0)
  @Max(100)
  int contractFailures();

  /** Percent of the processors that may be busy with all but hashing. */
  @WithDefault("90")
  @Min(0)
  @Max(100)
  int cpu();

  /** Percent of the heap that may be in use. */
  @WithDefault("90")
  @Min(0)
  @Max(100)
  int memory();

  /** For how long processors or memory have to be short without a break. */
  @WithDefault("5m")
  @NotNegative
  Duration lasting();

  /** For how long the node may lag or be away. */
  @WithDefault("1m")
  @PositiveTime
  Duration node();

  /** How old the newest backup may be. */
  @WithDefault("24h")
  @NotNegative
  Duration backupAge();

  /** For how long no process may lead. */
  @WithDefault("5m")
  @NotNegative
  Duration leaderless();

  /** After which an incident that lasts is told again. */
  @WithDefault("4h")
  @PositiveTime
  Duration remind();

  /** How many differing farmers are told one by one. */
  @WithDefault("5")
  @PositiveOrZero
  int farmers();
}
