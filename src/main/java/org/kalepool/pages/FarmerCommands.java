package org.kalepool.pages;

import static org.kalepool.pages.OperatorCommand.Field.select;
import static org.kalepool.pages.OperatorCommand.Field.text;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import org.kalepool.farmer.FarmerAnswer;
import org.kalepool.farmer.FarmerResource;
import org.kalepool.ops.CorrectionRequest;
import org.kalepool.ops.OperatorCorrectionsResource;
import org.kalepool.ops.OperatorDebtsResource;
import org.kalepool.ops.OperatorFarmersResource;
import org.kalepool.ops.OperatorPayoutsResource;
import org.kalepool.ops.OperatorRequest;
import org.kalepool.pages.OperatorCommand.Given;
import org.kalepool.pages.OperatorCommand.Result;
import org.kalepool.web.OperatorRole;
import org.kalepool.web.ProblemKind;

/** What operators do about farmers. */
@Singleton
final class FarmerCommands implements CommandSource {
  private static final String BACK = "/operator/farmers/{target}";

  private final FarmerResource farmers;
  private final OperatorFarmersResource standing;
  private final OperatorCorrectionsResource corrections;
  private final OperatorPayoutsResource payouts;
  private final OperatorDebtsResource debts;
  private final CommandBodies bodies;

  FarmerCommands(
      FarmerResource farmers,
      OperatorFarmersResource standing,
      OperatorCorrectionsResource corrections,
      OperatorPayoutsResource payouts,
      OperatorDebtsResource debts,
      CommandBodies bodies) {
    this.farmers = farmers;
    this.standing = standing;
    this.corrections = corrections;
    this.payouts = payouts;
    this.debts = debts;
    this.bodies = bodies;
  }

  @Override
  public List<OperatorCommand> commands() {
    return List.of(
        new OperatorCommand(
            "suspend",
            "Hold the farmer back",
            OperatorRole.OPERATOR,
            false,
            BACK,
            List.of(),
            given ->
                List.of(
                    who(given),
                    "From now on nothing is planted for it and nothing is paid out. What is planted"
                        + " is still worked and harvested. It sees your reason, and that an"
                        + " operator gave it."),
            given -> {
              var now = standing.suspend(id(given), reason(given));
              return Result.said("The farmer is held back: " + Figures.words(now.state().name()));
            }),
        new OperatorCommand(
            "resume",
            "Let the farmer go on",
            OperatorRole.OPERATOR,
            false,
            BACK,
            List.of(),
            given ->
                List.of(
                    who(given),
                    "It goes back to the state in which it was held back: an active one is planted"
                        + " again in the next block."),
            given -> {
              var now = standing.resume(id(given), reason(given));
              return Result.said("The farmer goes on: " + Figures.words(now.state().name()));
            }),
        new OperatorCommand(
            "correct",
            "Book the difference",
            OperatorRole.ADMIN,
            false,
            BACK + "?compare=now",
            List.of(
                select("what", "What differs", "", "kale", "xlm", "pail"),
                text(
                    "amount",
                    "Chain less books",
                    "In KALE or XLM, with a minus where the chain"
                        + " has less; for a pail its stake."),
                text("block_index", "The pail's block", "For a pail only.").mayBeEmpty(),
                text(
                        "reward",
                        "The pail's reward, KALE",
                        "For a pail that was harvested; empty" + " where it is lost.")
                    .mayBeEmpty(),
                select(
                    "debtor",
                    "Who bears it, or gave it",
                    "Of a shortage POOLER means that it is"
                        + " owed to the farmer; of a surplus that the pooler pays what it owes.",
                    "FARMER",
                    "POOLER",
                    "NETWORK"),
                text("cause", "The cause", "A word in capitals, such as CLAWBACK.")),
            given -> {
              correction(given);
              return List.of(
                  who(given),
                  "The books are changed by exactly this, if it is what differs at that moment:"
                      + " otherwise nothing is. The farmer sees it in its statement.");
            },
            given -> {
              corrections.correct(id(given), given.once(), correction(given));
              return Result.said(
                  "The difference is booked. Compare once more to see that they agree");
            }),
        new OperatorCommand(
            "book-payout",
            "Book the forgotten payout",
            OperatorRole.ADMIN,
            false,
            BACK + "?compare=now",
            List.of(
                text("transaction_hash", "The transaction that paid it", "64 hexadecimal digits."),
                text("ledger", "Its ledger", "In which it landed."),
                text("to_farmer", "To the farmer, KALE", "From its account to its payout wallet."),
                text("to_poolers", "To poolers, KALE", "From its account to poolers' wallets.")),
            given -> {
              payout(given);
              return List.of(
                  who(given),
                  "It counts as paid of what it had earned, and its poolers as paid their part of"
                      + " that. It is booked if so much is missing from its account, and if its"
                      + " terms share it like that: otherwise nothing is.");
            },
            given -> {
              payouts.book(id(given), payout(given));
              return Result.said("The payout is booked. Compare once more to see that they agree");
            }),
        new OperatorCommand(
            "release-debt",
            "Have the debt paid",
            OperatorRole.ADMIN,
            false,
            "/operator/money",
            List.of(),
            given ->
                List.of(
                    who(given),
                    "What is owed to it was held, as only the chain knows whether it was paid"
                        + " before the backup that was restored. It is paid now. If it was paid"
                        + " before, it is paid twice: look for a payment from the pooler's wallet"
                        + " to its address first."),
            given -> {
              debts.release(id(given), reason(given));
              return Result.said("The debt is paid as soon as the pooler's wallet can");
            }),
        new OperatorCommand(
            "debt-paid",
            "Book the debt as paid",
            OperatorRole.ADMIN,
            false,
            "/operator/money",
            List.of(
                text("transaction_hash", "The transaction that paid it", "64 hexadecimal digits."),
                text("pooler_id", "Whose debt it was", "Needed where several poolers owe.")
                    .mayBeEmpty()),
            given -> {
              paid(given);
              return List.of(
                  who(given),
                  "What is owed to it counts as paid by this transaction, and is never paid"
                      + " again.");
            },
            given -> {
              debts.paid(id(given), paid(given));
              return Result.said("The payment is booked");
            }));
  }

  private static UUID id(Given given) {
    return CommandBodies.id(given, ProblemKind.FARMER_NOT_FOUND);
  }

  private OperatorRequest.Reason reason(Given given) {
    return bodies.of(given).as(OperatorRequest.Reason.class);
  }

  private CorrectionRequest correction(Given given) {
    return bodies
        .of(given)
        .text("what")
        .amount("amount")
        .number("block_index")
        .amount("reward")
        .text("debtor")
        .text("cause")
        .as(CorrectionRequest.class);
  }

  private OperatorRequest.Payout payout(Given given) {
    return bodies
        .of(given)
        .text("transaction_hash")
        .number("ledger")
        .amount("to_farmer")
        .amount("to_poolers")
        .as(OperatorRequest.Payout.class);
  }

  private OperatorRequest.Paid paid(Given given) {
    return bodies
        .of(given)
        .text("transaction_hash")
        .text("pooler_id")
        .as(OperatorRequest.Paid.class);
  }

  private String who(Given given) {
    FarmerAnswer farmer = farmers.get(id(given));
    return "Farmer "
        + Figures.shortened(farmer.custodialWallet())
        + " is "
        + Figures.words(farmer.state())
        + " and is paid out to "
        + farmer.payoutWallet()
        + ".";
  }
}
