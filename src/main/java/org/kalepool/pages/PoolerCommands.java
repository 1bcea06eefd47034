package org.kalepool.pages;

import static org.kalepool.pages.OperatorCommand.Field.text;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.kalepool.ops.NewPoolerRequest;
import org.kalepool.ops.OperatorPoolersResource;
import org.kalepool.ops.OperatorRequest;
import org.kalepool.ops.OperatorTermsResource;
import org.kalepool.ops.PoolerChangeRequest;
import org.kalepool.pages.OperatorCommand.Field;
import org.kalepool.pages.OperatorCommand.Given;
import org.kalepool.pages.OperatorCommand.Result;
import org.kalepool.web.OperatorRole;
import org.kalepool.web.ProblemKind;

/** What admins do about poolers. */
@Singleton
final class PoolerCommands implements CommandSource {
  private static final String BACK = "/operator/poolers";

  private final OperatorPoolersResource poolers;
  private final OperatorTermsResource terms;
  private final CommandBodies bodies;

  PoolerCommands(
      OperatorPoolersResource poolers, OperatorTermsResource terms, CommandBodies bodies) {
    this.poolers = poolers;
    this.terms = terms;
    this.bodies = bodies;
  }

  private static OperatorCommand admins(
      String id,
      String title,
      List<Field> fields,
      OperatorCommand.Preview preview,
      OperatorCommand.Deed deed) {
    return new OperatorCommand(id, title, OperatorRole.ADMIN, false, BACK, fields, preview, deed);
  }

  @Override
  public List<OperatorCommand> commands() {
    return List.of(make(), change(), rotate(), drain(), activate(), announce());
  }

  private static Field share(String help) {
    return text("share_basis_points", "Its part of the rewards, percent", help);
  }

  private OperatorCommand make() {
    return admins(
        "make-pooler",
        "Make a pooler",
        List.of(
            text("name", "Name", "As farmers see it."),
            text(
                "wallet",
                "Its own account",
                "G\u2026: its share goes there, and it pays its debts."),
            share("Of what farmers who join it earn."),
            text("max_farmers", "Room for so many farmers", ""),
            text("max_debt", "May owe and have at stake, KALE", "Beyond it nothing is planted.")),
        given -> {
          var wish = newcomer(given);
          return List.of(
              "A pooler on a machine of its own is made: "
                  + given.value("name")
                  + ", with room for "
                  + given.value("max_farmers")
                  + " farmers, for "
                  + given.value("share_basis_points")
                  + " % of the rewards, and a key that is shown once, on the next page.",
              "Its share goes to " + wish.wallet() + ".");
        },
        given -> {
          OperatorPoolersResource.Keyed made =
              Objects.requireNonNull(poolers.make(newcomer(given)).getEntity());
          return new Result(
              "The pooler " + given.value("name") + " is made. Its id is " + made.poolerId(),
              made.key());
        });
  }

  private NewPoolerRequest newcomer(Given given) {
    return bodies
        .of(given)
        .text("name")
        .text("wallet")
        .share("share_basis_points")
        .number("max_farmers")
        .amount("max_debt")
        .as(NewPoolerRequest.class);
  }

  private OperatorCommand change() {
    return admins(
        "change-pooler",
        "Change the pooler",
        List.of(
            text("name", "Name", "What is left empty stays as it is.").mayBeEmpty(),
            share("For who joins from now on.").mayBeEmpty(),
            text("max_farmers", "Room for so many farmers", "").mayBeEmpty(),
            text("max_debt", "May owe and have at stake, KALE", "Says nothing of the pool's own.")
                .mayBeEmpty()),
        given -> {
          changed(given);
          OperatorPoolersResource.Shown now = shown(given);
          List<String> sentences = new ArrayList<>(List.of(who(now)));
          told(sentences, "The name becomes %s, was " + now.name() + ".", given.value("name"));
          told(
              sentences,
              "Who joins from now on gives it %s % of the rewards, was "
                  + Figures.share(now.shareBasisPoints())
                  + "; farmers who are here keep their terms.",
              given.value("share_basis_points"));
          told(
              sentences,
              "It has room for %s farmers, was " + Figures.count(now.maxFarmers()) + ".",
              given.value("max_farmers"));
          told(
              sentences,
              "It may owe and have at stake %s KALE, was " + Figures.exact(now.maxDebt()) + ".",
              given.value("max_debt"));
          return sentences;
        },
        given -> {
          var now = poolers.change(id(given), changed(given));
          return Result.said("The pooler " + now.name() + " is changed");
        });
  }

  private static void told(List<String> sentences, String sentence, String value) {
    if (!value.isEmpty()) {
      sentences.add(sentence.replace("%s", value));
    }
  }

  private PoolerChangeRequest changed(Given given) {
    return bodies
        .of(given)
        .text("name")
        .share("share_basis_points")
        .number("max_farmers")
        .amount("max_debt")
        .as(PoolerChangeRequest.class);
  }

  private OperatorCommand rotate() {
    return admins(
        "rotate-pooler-key",
        "Make another key",
        List.of(),
        given ->
            List.of(
                who(shown(given)),
                "It gets another key, shown once on the next page. The one before is worthless at"
                    + " once: until its machine has the new one, the machine cannot call."),
        given -> {
          OperatorPoolersResource.Keyed made =
              Objects.requireNonNull(poolers.rotate(id(given), reason(given)).getEntity());
          return new Result("The pooler has another key, and the old one is worthless", made.key());
        });
  }

  private OperatorCommand drain() {
    return admins(
        "drain-pooler",
        "Let the pooler run out",
        List.of(),
        given ->
            List.of(
                who(shown(given)),
                "It takes no new farmers and plants nothing more. What is planted is still worked"
                    + " and harvested, and its key stays good for that."),
        given -> {
          reason(given);
          return Result.said(
              "The pooler " + poolers.drain(id(given), given.why()).name() + " runs out");
        });
  }

  private OperatorCommand activate() {
    return admins(
        "activate-pooler",
        "Let the pooler go on",
        List.of(),
        given ->
            List.of(who(shown(given)), "It takes farmers again, and plants with the next block."),
        given ->
            Result.said(
                "The pooler " + poolers.activate(id(given), reason(given)).name() + " goes on"));
  }

  private OperatorCommand announce() {
    return admins(
        "announce-terms",
        "Announce the terms",
        List.of(
            share("Of what is planted from then on."),
            text("valid_from", "In force from", "UTC, such as 2027-01-01T00:00:00Z."),
            text(
                    "farmer_id",
                    "Only to this farmer",
                    "Its id; empty for all of the pool's own pooler.")
                .mayBeEmpty()),
        given -> {
          announced(given);
          return List.of(
              (given.value("farmer_id").isEmpty()
                      ? "All farmers of the pool's own pooler"
                      : "Farmer " + given.value("farmer_id"))
                  + " will plant for "
                  + given.value("share_basis_points")
                  + " % of the rewards from "
                  + given.value("valid_from")
                  + " on. They see it with your reason, and who leaves before is paid without it.");
        },
        given -> {
          var done = terms.announce(announced(given));
          return Result.said(
              "Announced to " + done.farmers() + (done.farmers() == 1 ? " farmer" : " farmers"));
        });
  }

  private OperatorRequest.Terms announced(Given given) {
    return bodies
        .of(given)
        .share("share_basis_points")
        .text("valid_from")
        .text("farmer_id")
        .as(OperatorRequest.Terms.class);
  }

  private static UUID id(Given given) {
    return CommandBodies.id(given, ProblemKind.POOLER_NOT_FOUND);
  }

  private OperatorRequest.Reason reason(Given given) {
    return bodies.of(given).as(OperatorRequest.Reason.class);
  }

  private OperatorPoolersResource.Shown shown(Given given) {
    return poolers.get(id(given));
  }

  private static String who(OperatorPoolersResource.Shown pooler) {
    return "The pooler "
        + pooler.name()
        + " has "
        + Figures.count(pooler.farmers())
        + (pooler.farmers() == 1 ? " farmer" : " farmers")
        + (pooler.active() ? "." : ", and runs out.");
  }
}
