package org.kalepool.ops;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Digits;
import org.kalepool.web.Page;
import org.kalepool.web.Paging;
import org.kalepool.web.ProblemException;
import org.kalepool.web.ProblemKind;

/** What the pool did in each block. */
@Path("/api/v1/blocks")
@Produces(MediaType.APPLICATION_JSON)
@PermitAll
@Tag(name = "pool")
public final class BlockResource {
  private final BlockPages blocks;

  BlockResource(BlockPages blocks) {
    this.blocks = blocks;
  }

  @GET
  @Operation(operationId = "listBlocks", summary = "Blocks, newest first")
  public Page<BlockPages.Shown> list(
      @QueryParam("cursor") @Nullable String cursor, @QueryParam("limit") @Nullable String limit) {
    return blocks.page(Paging.of(cursor, limit));
  }

  @GET
  @Path("/{index}")
  @Operation(operationId = "getBlock", summary = "One block")
  public BlockPages.Shown get(@PathParam("index") String index) {
    return number(index)
        .flatMap(blocks::one)
        .orElseThrow(
            () -> new ProblemException(ProblemKind.BLOCK_NOT_FOUND, "The pool never saw it."));
  }

  @GET
  @Path("/{index}/poolers")
  @Operation(
      operationId = "listPoolersOfBlock",
      summary = "One block by pooler, while its deeds are not archived")
  public Page<BlockPages.OfPooler> poolers(@PathParam("index") String index) {
    BlockPages.Shown block = get(index);
    return new Page<>(blocks.poolers(block.blockIndex()), null);
  }

  private static Optional<Long> number(String text) {
    OptionalLong number = Digits.number(text);
    return number.isPresent() ? Optional.of(number.getAsLong()) : Optional.empty();
  }
}
