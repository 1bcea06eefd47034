package org.kalepool.ops;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.persistence.EntityManager;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.kalepool.vault.VaultHealth;
import org.kalepool.vault.Vaults;
import org.kalepool.web.Caller;

/** The pool contract and the vaults, as the network and as the books have them. */
@Path("/api/v1/operator/vaults")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Caller.OPERATOR)
@Tag(name = "operators")
public class OperatorVaultsResource {
  private final Vaults vaults;
  private final VaultHealth health;
  private final EntityManager entities;

  OperatorVaultsResource(Vaults vaults, VaultHealth health, EntityManager entities) {
    this.vaults = vaults;
    this.health = health;
    this.entities = entities;
  }

  /** All of it; amounts are stroops of KALE. */
  @Schema(name = "PoolVaults")
  public record Shown(
      @Schema(description = "Whether farmers can choose a vault") boolean offered,
      @Schema(description = "The pool contract") @Nullable String contract,
      @Schema(description = "The wallet by which vaults are planted") @Nullable String operator,
      @Schema(description = "Null until the network was looked at") @Nullable OnChain onChain,
      @Schema(description = "Null until something was booked") @Nullable Booked booked) {}

  /** What the last look at the network has shown. */
  @Schema(name = "VaultsOnChain")
  public record OnChain(
      @Schema(description = "What the pool contract has") long bond,
      @Schema(description = "What of that is reserved to cover vaults") long reserved,
      @Schema(description = "How many vaults there are") long made,
      @Schema(description = "How many of them are archived") long archived,
      @Schema(description = "What their owners count as theirs, whatever is lost of it")
          long principal,
      @Schema(description = "What is reserved for these vaults") long cover,
      @Schema(description = "What covers have paid and did not get back") long paid,
      @Schema(description = "What settling all of them would bring now") long unsettled,
      @Schema(description = "The last ledger in which contract and code need not be restored")
          long liveUntil,
      long ledger) {
    static OnChain of(VaultHealth.Seen seen) {
      return new OnChain(
          seen.bond().stroops(),
          seen.reserved().stroops(),
          seen.made(),
          seen.archived(),
          seen.principal().stroops(),
          seen.cover().stroops(),
          seen.paid().stroops(),
          seen.unsettled().stroops(),
          seen.liveUntil(),
          seen.ledger());
    }
  }

  /** The pool contract by the books. */
  @Schema(name = "VaultsBooked")
  public record Booked(
      @Schema(description = "What it has: shares and deposits together") long kale,
      @Schema(description = "What farmers' vaults paid it, less what it paid them as cover")
          long shares,
      @Schema(description = "What others paid in, less what was taken out") long deposits,
      @Schema(description = "Up to which all is booked") long ledger) {}

  @GET
  @ActivateRequestContext
  @Operation(
      operationId = "readVaults",
      summary = "The pool contract and the vaults, as the network and as the books have them")
  public Shown vaults() {
    if (!vaults.offered()) {
      return new Shown(false, null, null, null, null);
    }
    String contract = vaults.contract().text();
    return new Shown(
        true,
        contract,
        vaults.operator().text(),
        health.last().map(OnChain::of).orElse(null),
        booked(contract));
  }

  /** A row of the view that the books publish. */
  @RegisterForReflection
  record Row(BigDecimal kale, BigDecimal shares, BigDecimal deposits, long ledger) {}

  private @Nullable Booked booked(String contract) {
    Row row =
        (Row)
            entities
                .createNativeQuery(
                    "select kale, shares, deposits, ledger from booked_bonds"
                        + " where contract = :contract",
                    Row.class)
                .setParameter("contract", contract)
                .getSingleResultOrNull();
    return row == null
        ? null
        : new Booked(
            row.kale().longValueExact(),
            row.shares().longValueExact(),
            row.deposits().longValueExact(),
            row.ledger());
  }
}
