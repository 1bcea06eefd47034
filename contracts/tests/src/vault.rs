use soroban_sdk::testutils::Address as _;
use soroban_sdk::{vec, Address, BytesN, IntoVal, TryFromVal, TryIntoVal, Val, Vec};

use crate::farm::{FarmError, LIFE};
use crate::world::{Made, World, HALF, KALE, VAULT};
use crate::{fails, refused};
use ::vault::{Error, State, VaultClient};

pub fn state(world: &World, made: &Made) -> State {
    let stored = world.vault(made).info().1.to_val();
    State::try_from_val(&world.env, &stored).unwrap_or_else(|_| panic!("no state"))
}

fn principal(world: &World, made: &Made) -> i128 {
    state(world, made).0.into()
}

fn deposit(world: &World, made: &Made, from: &Address, amount: i128, at_risk: i128) {
    world.give(from, amount);
    world.env.mock_all_auths();
    world.vault(made).deposit(from, &amount, &at_risk);
    world.nobody_signs();
}

#[test]
fn its_terms_can_be_read() {
    let world = World::new();
    let made = world.make(7, 0);
    let (terms, state, balance) = world.vault(&made).info();
    let address = |at: u32| -> Address { terms.get(at).unwrap().try_into_val(&world.env).unwrap() };
    let number = |at: u32| -> u32 { terms.get(at).unwrap().try_into_val(&world.env).unwrap() };
    assert_eq!(
        [0, 1, 2, 3].map(address),
        [
            made.owner.clone(),
            world.pool.clone(),
            world.farm.clone(),
            world.asset.clone()
        ]
    );
    assert_eq!([5, 6].map(number), [HALF, LIFE]);
    assert_eq!(state.len(), 6);
    assert_eq!(balance, 0);
}

#[test]
fn what_lies_there_before_the_first_plant_is_principal() {
    let world = World::new();
    let made = world.filled(1, 10 * KALE);
    assert_eq!(world.vault(&made).settle(), 10 * KALE);
    world.give(&made.address, 5 * KALE); // by plain transfer, after the making
    assert_eq!(world.plant(&made, KALE), None);
    assert_eq!(principal(&world, &made), 15 * KALE);
    assert_eq!(world.balance(&world.pool), 0);
}

#[test]
fn the_gain_is_shared_by_the_terms_and_the_rest_becomes_principal() {
    let world = World::new();
    let made = world.filled(1, 10 * KALE);
    world.round(&made, 10 * KALE, 7);
    assert_eq!(world.vault(&made).settle(), 10 * KALE + 4);
    assert_eq!(world.balance(&world.pool), 3);
    assert_eq!(principal(&world, &made), 10 * KALE + 4);
    assert_eq!(world.vault(&made).settle(), 10 * KALE + 4);
    assert_eq!(world.balance(&world.pool), 3);
}

#[test]
fn a_loss_is_earned_back_before_the_pool_shares_again() {
    let world = World::new();
    let made = world.filled(1, 10 * KALE);
    assert_eq!(world.plant(&made, 4 * KALE), None); // never worked
    world.open();
    world.round(&made, 0, 4 * KALE);
    world.vault(&made).settle();
    assert_eq!(world.balance(&world.pool), 0);
    world.round(&made, 0, 4 * KALE);
    world.vault(&made).settle();
    assert_eq!(world.balance(&world.pool), 2 * KALE);
    assert_eq!(world.balance(&made.address), 12 * KALE);
}

#[test]
fn settling_while_a_stake_is_out_takes_nothing_too_much() {
    let world = World::new();
    let made = world.filled(1, 10 * KALE);
    world.round(&made, 0, 2 * KALE);
    assert_eq!(world.plant(&made, 5 * KALE), None);
    world.vault(&made).settle();
    assert_eq!(world.balance(&world.pool), 0);
    world.ledgers(1);
    let index = world.farm().index();
    world.work(&made.address);
    world.open();
    world.farm().set_reward(&0);
    world.farm().harvest(&made.address, &index);
    world.vault(&made).settle();
    assert_eq!(world.balance(&world.pool), KALE);
}

#[test]
fn no_plant_takes_the_balance_below_the_floor() {
    let world = World::new();
    let made = world.filled(1, 10 * KALE);
    world.set_floor(&made, 8 * KALE);
    assert_eq!(
        world.plant(&made, 2 * KALE + 1),
        Some(Error::BelowFloor as u32)
    );
    assert_eq!(world.plant(&made, 2 * KALE), None);
    world.open();
    assert_eq!(world.plant(&made, 1), Some(Error::BelowFloor as u32));
    assert_eq!(world.plant(&made, 0), None);
    world.set_floor(&made, 0);
    world.open();
    assert_eq!(
        world.plant(&made, 8 * KALE + 1),
        Some(Error::BelowFloor as u32)
    );
    assert_eq!(world.plant(&made, 8 * KALE), None);
}

#[test]
fn the_first_floor_is_fixed_by_the_making() {
    let world = World::new();
    let owner = Address::generate(&world.env);
    let made = world.make_for(1, &owner, HALF, 10 * KALE, 0);
    world.give(&made.address, 11 * KALE);
    assert_eq!(world.plant(&made, KALE + 1), Some(Error::BelowFloor as u32));
    assert_eq!(world.plant(&made, KALE), None);
}

#[test]
fn the_farms_errors_come_through_and_change_nothing() {
    let world = World::new();
    let made = world.filled(1, 10 * KALE);
    assert_eq!(world.plant(&made, KALE), None);
    assert_eq!(world.plant(&made, KALE), Some(FarmError::PailExists as u32));
    assert_eq!(world.balance(&made.address), 9 * KALE);
    world.farm().pause();
    assert_eq!(world.plant(&made, KALE), Some(FarmError::Paused as u32));
    assert_eq!(world.plant(&made, -1), Some(Error::BadAmount as u32));
    assert_eq!(world.plant(&made, i128::MAX), Some(Error::BadAmount as u32));
    assert_eq!(world.balance(&made.address), 9 * KALE);
}

#[test]
fn a_deposit_is_principal_and_safe_unless_put_at_risk() {
    let world = World::new();
    let made = world.filled(1, 10 * KALE);
    world.round(&made, 0, 2 * KALE);
    deposit(&world, &made, &made.owner, 6 * KALE, 2 * KALE);
    assert_eq!(world.balance(&world.pool), KALE); // of the gain alone
    let (principal, floor, ..) = state(&world, &made);
    assert_eq!((principal as i128, floor as i128), (17 * KALE, 4 * KALE));
    assert_eq!(
        world.plant(&made, 13 * KALE + 1),
        Some(Error::BelowFloor as u32)
    );
    assert_eq!(world.plant(&made, 13 * KALE), None);
}

#[test]
fn who_deposits_signs_and_the_owner_where_another_puts_at_risk() {
    let world = World::new();
    let made = world.make(1, 0);
    let from = Address::generate(&world.env);
    world.give(&from, 10 * KALE);
    let vault = world.vault(&made);
    let args = |at_risk: i128| -> Vec<Val> { (&from, KALE, at_risk).into_val(&world.env) };
    refused!(vault.try_deposit(&from, &KALE, &0));
    world.signs(&world.operator, &made.address, "deposit", args(0));
    refused!(vault.try_deposit(&from, &KALE, &0));
    let call = |at_risk| (&made.address, "deposit", args(at_risk));
    world.signs_transfer(&from, call(KALE), &made.address, KALE);
    refused!(vault.try_deposit(&from, &KALE, &KALE));
    world.signs_transfer(&from, call(0), &made.address, KALE);
    vault.deposit(&from, &KALE, &0);
    world.env.mock_all_auths();
    vault.deposit(&from, &KALE, &KALE);
    let signers = world
        .env
        .auths()
        .iter()
        .map(|it| it.0.clone())
        .collect::<std::vec::Vec<_>>();
    assert!(signers.contains(&from) && signers.contains(&made.owner));
}

#[test]
fn refuses_deposits_that_cannot_be() {
    let world = World::new();
    let made = world.make(1, 0);
    let vault = world.vault(&made);
    world.give(&made.owner, i64::MAX as i128);
    world.env.mock_all_auths();
    let attempt = |amount, at_risk| vault.try_deposit(&made.owner, &amount, &at_risk);
    for (amount, at_risk) in [(0, 0), (-1, 0), (1, 2), (1, -1), (i128::MAX, 0)] {
        fails!(attempt(amount, at_risk), Error::BadAmount);
    }
    vault.set_floor(&(i64::MAX as i128));
    fails!(attempt(1, 0), Error::BadAmount); // the floor would pass 64 bits
    assert_eq!(world.balance(&made.address), 0);
    assert_eq!(attempt(1, 1), Ok(Ok(())));
}

#[test]
fn the_owner_withdraws_what_is_there_at_any_time() {
    let world = World::new();
    let made = world.filled(1, 10 * KALE);
    assert_eq!(world.withdraw(&made, &world.stranger, 3 * KALE), 3 * KALE);
    assert_eq!(world.plant(&made, 4 * KALE), None);
    assert_eq!(
        world.withdraw(&made, &world.stranger, i64::MAX as i128),
        3 * KALE
    );
    assert_eq!(world.balance(&world.stranger), 6 * KALE);
    assert_eq!(world.withdraw(&made, &world.stranger, 1), 0);
    world.ledgers(1);
    let index = world.farm().index();
    world.work(&made.address);
    world.open();
    world.farm().set_reward(&(2 * KALE));
    world.farm().harvest(&made.address, &index);
    assert_eq!(world.withdraw(&made, &world.stranger, 100 * KALE), 5 * KALE);
    assert_eq!(world.balance(&world.pool), KALE);
    assert_eq!(world.balance(&made.address), 0);
}

#[test]
fn refuses_withdrawals_that_cannot_be() {
    let world = World::new();
    let made = world.filled(1, KALE);
    world.env.mock_all_auths();
    let attempt = |to, amount| world.vault(&made).try_withdraw(to, &amount);
    fails!(attempt(&made.owner, -1), Error::BadAmount);
    fails!(attempt(&made.owner, i128::MAX), Error::BadAmount);
    fails!(attempt(&made.address, 1), Error::NotYours);
}

#[test]
fn after_the_stop_nothing_is_planted_and_what_comes_in_can_be_withdrawn() {
    let world = World::new();
    let made = world.filled(1, 10 * KALE);
    assert_eq!(world.plant(&made, 4 * KALE), None);
    let index = world.farm().index();
    world.stop(&made);
    assert_eq!(world.withdraw(&made, &made.owner, 100 * KALE), 6 * KALE);
    world.ledgers(1);
    world.work(&made.address);
    world.open();
    assert_eq!(world.plant(&made, 0), Some(Error::Stopped as u32));
    world.farm().set_reward(&(2 * KALE));
    world.farm().harvest(&made.address, &index);
    assert_eq!(world.withdraw(&made, &made.owner, 100 * KALE), 5 * KALE);
    world.env.mock_all_auths();
    fails!(world.vault(&made).try_stop(&made.owner), Error::Stopped);
    fails!(
        world.vault(&made).try_stop(&world.stranger),
        Error::NotYours
    );
    fails!(world.vault(&made).try_add_cover(&1), Error::Stopped);
}

#[test]
fn a_lost_stake_is_claimed_once_none_can_be_out() {
    let world = World::new();
    world.give(&world.pool, 3 * KALE);
    let made = world.make(1, 3 * KALE);
    world.give(&made.address, 10 * KALE);
    assert_eq!(world.plant(&made, 4 * KALE), None);
    fails!(world.vault(&made).try_claim(), Error::Running);
    world.stop(&made);
    world.ledgers(LIFE);
    fails!(world.vault(&made).try_claim(), Error::TooEarly);
    world.ledgers(1);
    assert_eq!(world.vault(&made).claim(), 3 * KALE);
    assert_eq!(world.balance(&made.address), 9 * KALE);
    assert_eq!((world.balance(&world.pool), world.pool().info().1), (0, 0));
    assert_eq!(world.vault(&made).claim(), 0);
    assert_eq!(world.withdraw(&made, &made.owner, 100 * KALE), 9 * KALE);
}

#[test]
fn cover_that_is_not_needed_is_released() {
    let world = World::new();
    world.give(&world.pool, 5 * KALE);
    let made = world.make(1, 5 * KALE);
    world.give(&made.address, 10 * KALE);
    assert_eq!(world.plant(&made, 2 * KALE), None);
    world.stop(&made);
    world.withdraw(&made, &made.owner, 100 * KALE); // does not count as a loss
    world.ledgers(LIFE + 1);
    assert_eq!(world.vault(&made).claim(), 2 * KALE);
    assert_eq!(
        (world.balance(&world.pool), world.pool().info().1),
        (3 * KALE, 0)
    );
}

#[test]
fn the_cover_is_repaid_when_the_stake_comes_back_after_all() {
    let world = World::new();
    world.give(&world.pool, 3 * KALE);
    let made = world.make(1, 3 * KALE);
    world.give(&made.address, 10 * KALE);
    assert_eq!(world.plant(&made, 4 * KALE), None);
    let index = world.farm().index();
    world.ledgers(1);
    world.work(&made.address);
    world.farm().extend(&made.address, &index, &(3 * LIFE)); // anybody can
    world.stop(&made);
    world.ledgers(LIFE + 1);
    assert_eq!(world.vault(&made).claim(), 3 * KALE);
    world.open();
    world.farm().set_reward(&(2 * KALE));
    world.farm().harvest(&made.address, &index);
    // Of the gain of 5 the cover of 3 goes back, and of the reward of 2 a half.
    assert_eq!(world.withdraw(&made, &made.owner, 100 * KALE), 11 * KALE);
    assert_eq!(world.balance(&world.pool), 4 * KALE);
}

#[test]
fn a_vault_that_was_never_planted_has_nothing_to_claim() {
    let world = World::new();
    world.give(&world.pool, 3 * KALE);
    let made = world.make(1, 3 * KALE);
    world.give(&made.address, 10 * KALE);
    world.withdraw(&made, &made.owner, 4 * KALE);
    world.stop(&made);
    world.ledgers(LIFE + 1);
    assert_eq!(world.vault(&made).claim(), 0);
    assert_eq!(
        (world.balance(&world.pool), world.pool().info().1),
        (3 * KALE, 0)
    );
}

#[test]
fn an_account_can_be_the_owner_and_an_account_the_pool() {
    let world = World::new();
    let env = &world.env;
    let owner = crate::world::account(env, 1, 5 * KALE as i64);
    crate::world::trust(env, 1, i64::MAX);
    let pool = crate::world::account(env, 2, 5 * KALE as i64);
    crate::world::trust(env, 2, i64::MAX);
    let salt = BytesN::from_array(env, &[0; 32]);
    let args = (
        &owner,
        &pool,
        &world.farm,
        &world.asset,
        salt,
        HALF,
        LIFE,
        0_i128,
        0_i128,
    );
    let id = env.register(VAULT, args);
    let vault = VaultClient::new(env, &id);
    world.give(&id, 10 * KALE);
    env.mock_all_auths_allowing_non_root_auth();
    vault.plant(&KALE);
    assert_eq!(env.auths()[0].0, pool);
    assert_eq!(vault.withdraw(&owner, &(100 * KALE)), 9 * KALE);
    assert_eq!(env.auths()[0].0, owner);
    assert_eq!(world.balance(&owner), 9 * KALE);
}

#[test]
fn terms_that_cannot_be_are_refused_at_the_making() {
    let world = World::new();
    let making = |bps, floor| {
        let items = vec![&world.env, (1_u64, world.stranger.clone(), bps, floor)];
        world.pool().try_create_many(&items, &0)
    };
    refused!(making(10_001, 0));
    refused!(making(HALF, -1));
    refused!(making(HALF, i128::MAX));
    assert!(making(10_000, i64::MAX as i128).is_ok());
}
