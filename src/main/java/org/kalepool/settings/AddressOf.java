package org.kalepool.settings;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.TYPE_USE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;

/** An address of one kind: an account's ({@code G}) or a contract's ({@code C}). */
@Target({METHOD, TYPE_USE})
@Retention(RUNTIME)
@Constraint(validatedBy = AddressOf.OfAddress.class)
public @interface AddressOf {
  /** With what it begins. */
  char value();

  /** The rule, to follow the key. */
  String message() default "must be an address {value}…";

  /** As Bean Validation wants it. */
  Class<?>[] groups() default {};

  /** As Bean Validation wants it. */
  Class<? extends Payload>[] payload() default {};

  /** Looks at an address. */
  final class OfAddress implements ConstraintValidator<AddressOf, Address> {
    private char first;

    @Override
    public void initialize(AddressOf wanted) {
      first = wanted.value();
    }

    @Override
    public boolean isValid(@Nullable Address address, ConstraintValidatorContext context) {
      return address == null || address.text().charAt(0) == first;
    }
  }
}
