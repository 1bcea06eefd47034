package org.kalepool.pages;

import jakarta.inject.Singleton;
import java.util.List;
import org.kalepool.ops.OperatorRequest;
import org.kalepool.ops.OperatorTransactionsResource;
import org.kalepool.pages.OperatorCommand.Field;
import org.kalepool.pages.OperatorCommand.Given;
import org.kalepool.pages.OperatorCommand.Result;
import org.kalepool.web.OperatorRole;

/** What operators do about transactions. */
@Singleton
final class TransactionCommands implements CommandSource {
  private static final String BACK = "/operator/transactions";

  private final OperatorTransactionsResource transactions;
  private final CommandBodies bodies;

  TransactionCommands(OperatorTransactionsResource transactions, CommandBodies bodies) {
    this.transactions = transactions;
    this.bodies = bodies;
  }

  @Override
  public List<OperatorCommand> commands() {
    return List.of(
        new OperatorCommand(
            "retry",
            "Retry the transaction",
            OperatorRole.OPERATOR,
            false,
            BACK,
            List.of(),
            given ->
                List.of(
                    what(given),
                    "Its next step is tried at once, not when its pause is over. Nothing is sent"
                        + " that could be done twice."),
            given -> {
              var now = transactions.retry(given.target(), reason(given));
              return Result.said(
                  "Transaction " + now.id() + " is tried again: " + Figures.words(now.state()));
            }),
        new OperatorCommand(
            "give-up",
            "Give the transaction up",
            OperatorRole.OPERATOR,
            false,
            BACK,
            List.of(),
            given ->
                List.of(
                    what(given),
                    "It ends as refused, and its stage decides what follows: a plant is not made, a"
                        + " work is not sent, a harvest or a payout is asked for anew. One that may"
                        + " still be in the network is not given up: then nothing is changed."),
            given -> {
              var now = transactions.giveUp(given.target(), reason(given));
              return Result.said("Transaction " + now.id() + " is given up");
            }),
        new OperatorCommand(
            "book-as-landed",
            "Book the transaction as landed",
            OperatorRole.OPERATOR,
            false,
            BACK,
            List.of(
                Field.text("hash", "The envelope that landed", "Its hash, 64 hexadecimal digits.")),
            given -> {
              landing(given);
              return List.of(
                  "Transaction "
                      + given.target()
                      + " was refused. If the chain shows that it landed all the same, what it did"
                      + " is booked; otherwise nothing is changed.");
            },
            given -> {
              var now = transactions.bookAsLanded(given.target(), landing(given));
              return Result.said("Transaction " + now.id() + " is booked");
            }));
  }

  private OperatorRequest.Reason reason(Given given) {
    return bodies.of(given).as(OperatorRequest.Reason.class);
  }

  private OperatorRequest.Landing landing(Given given) {
    return bodies.of(given).text("hash").as(OperatorRequest.Landing.class);
  }

  private String what(Given given) {
    return transactions.list().items().stream()
        .filter(open -> Long.toString(open.id()).equals(given.target()))
        .findFirst()
        .map(
            open ->
                "Transaction %d, %s%s of %s, has been open for %s; %s. The last answer: %s."
                    .formatted(
                        open.id(),
                        Figures.words(open.action().name()),
                        open.blockIndex() == null
                            ? ""
                            : " in block " + Figures.count(open.blockIndex()),
                        Figures.shortened(open.lane()),
                        Figures.lasting(open.ageSeconds()),
                        open.state().equals("QUEUED")
                            ? "nothing is sent yet"
                            : "it may be in the network",
                        open.lastAnswer() == null ? "none" : open.lastAnswer()))
        .orElse("Transaction " + given.target() + " is not open any more, or never was.");
  }
}
