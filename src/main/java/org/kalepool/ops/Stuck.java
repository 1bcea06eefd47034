package org.kalepool.ops;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One thing that has not moved for longer than it may.
 *
 * @param subject the id of the transaction or farmer, or the block's index
 * @param farmer the farmer it is about, null if about none
 * @param block the block it is about, null if about none
 * @param since when it last moved; for what has a validity or a life on the chain, the network time
 *     or the time now at which that was noticed
 * @param detail what is known of the reason
 * @param commands what resolves it, the mildest first
 */
@Schema(name = "Stuck")
public record Stuck(
    @JsonIgnore StuckKind kind,
    String subject,
    @Nullable String farmer,
    @Nullable Long block,
    Instant since,
    String detail,
    List<String> commands) {

  public Stuck {
    commands = List.copyOf(commands);
  }

  @JsonProperty("kind")
  public String code() {
    return kind.code();
  }

  @JsonProperty("severe")
  public boolean severe() {
    return kind.severe();
  }
}
