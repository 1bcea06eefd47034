use soroban_sdk::testutils::Address as _;
use soroban_sdk::{vec, Address, BytesN, IntoVal, TryIntoVal, Val, Vec};

use crate::farm::LIFE;
use crate::world::{codes, World, HALF, KALE};
use crate::{fails, refused};
use ::pool::{Error, Making};

#[test]
fn a_vaults_address_is_known_before_it_is_made() {
    let world = World::new();
    let owner = Address::generate(&world.env);
    let making: Making = (9, owner.clone(), HALF, KALE);
    let expected = world.address(&making);
    world.give(&expected, 10 * KALE);
    let made = world.make_for(9, &owner, HALF, KALE, 0);
    assert_eq!(made.address, expected);
    assert_eq!(world.vault(&made).settle(), 10 * KALE);
}

#[test]
fn the_address_fixes_owner_share_and_floor() {
    let world = World::new();
    let owner = Address::generate(&world.env);
    let address = |making: Making| world.address(&making);
    let others = [
        (2, owner.clone(), HALF, 0),
        (1, world.operator.clone(), HALF, 0),
        (1, owner.clone(), HALF + 1, 0),
        (1, owner.clone(), HALF, 1),
    ];
    for other in others {
        assert_ne!(address(other), address((1, owner.clone(), HALF, 0)));
    }
}

#[test]
fn anybody_makes_vaults_and_one_that_is_there_stays_as_it_is() {
    let world = World::new();
    let one = world.filled(1, 10 * KALE);
    world.plant(&one, KALE);
    let two: Making = (2, world.stranger.clone(), HALF, 0);
    let items = vec![&world.env, one.making.clone(), two.clone(), two.clone()];
    let made = world.pool().create_many(&items, &0);
    assert_eq!(made.get(0), Some(one.address.clone()));
    assert_eq!(made.get(1), Some(world.address(&two)));
    assert_eq!(made.get(2), made.get(1));
    assert_eq!(crate::vault::state(&world, &one).0 as i128, 10 * KALE);
}

#[test]
fn cover_is_reserved_by_the_operator_and_never_beyond_the_bond() {
    let world = World::new();
    world.give(&world.pool, 5 * KALE);
    let making: Making = (1, world.stranger.clone(), HALF, 0);
    let items = vec![&world.env, making];
    refused!(world.pool().try_create_many(&items, &KALE));
    world.env.mock_all_auths();
    fails!(world.pool().try_create_many(&items, &-1), Error::BadAmount);
    fails!(
        world.pool().try_create_many(&items, &(5 * KALE + 1)),
        Error::BondTooLow
    );
    let made = world.make(2, 2 * KALE);
    world.make(3, 2 * KALE);
    world.env.mock_all_auths();
    fails!(
        world.pool().try_create_many(&items, &(KALE + 1)),
        Error::BondTooLow
    );
    let args = (world.salt(&made), KALE).into_val(&world.env);
    world.signs(&world.operator, &world.pool, "add_cover", args);
    world.pool().add_cover(&world.salt(&made), &KALE);
    world.env.mock_all_auths();
    fails!(
        world.pool().try_add_cover(&world.salt(&made), &1),
        Error::BondTooLow
    );
    fails!(
        world.pool().try_add_cover(&world.salt(&made), &-1),
        Error::BadAmount
    );
    assert_eq!(world.pool().info().1, 5 * KALE);
    assert_eq!(crate::vault::state(&world, &made).2 as i128, 3 * KALE);
}

#[test]
fn cover_for_a_vault_that_is_not_there_or_stopped_is_not_reserved() {
    let world = World::new();
    world.give(&world.pool, 5 * KALE);
    let made = world.make(1, 0);
    world.stop(&made);
    world.env.mock_all_auths();
    refused!(world.pool().try_add_cover(&world.salt(&made), &KALE));
    let none = BytesN::from_array(&world.env, &[5; 32]);
    refused!(world.pool().try_add_cover(&none, &KALE));
    assert_eq!(world.pool().info().1, 0);
}

#[test]
fn the_admin_takes_of_the_bond_what_is_not_reserved() {
    let world = World::new();
    world.give(&world.pool, 5 * KALE);
    world.make(1, 2 * KALE);
    let to = Address::generate(&world.env);
    let args = |amount: i128| -> Vec<Val> { (&to, amount).into_val(&world.env) };
    for who in [&world.operator, &world.stranger] {
        world.signs(who, &world.pool, "withdraw_bond", args(KALE));
        refused!(world.pool().try_withdraw_bond(&to, &KALE));
    }
    world.signs(
        &world.admin,
        &world.pool,
        "withdraw_bond",
        args(3 * KALE + 1),
    );
    fails!(
        world.pool().try_withdraw_bond(&to, &(3 * KALE + 1)),
        Error::BondTooLow
    );
    world.signs(&world.admin, &world.pool, "withdraw_bond", args(-1));
    fails!(world.pool().try_withdraw_bond(&to, &-1), Error::BadAmount);
    world.signs(&world.admin, &world.pool, "withdraw_bond", args(3 * KALE));
    world.pool().withdraw_bond(&to, &(3 * KALE));
    assert_eq!(
        (world.balance(&to), world.balance(&world.pool)),
        (3 * KALE, 2 * KALE)
    );
}

#[test]
fn plants_many_and_a_failing_one_leaves_the_others_alone() {
    let world = World::new();
    let made = [1, 2, 3, 4].map(|id| world.filled(id, 10 * KALE));
    world.stop(&made[1]);
    let mut items = vec![&world.env];
    for one in &made {
        items.push_back((one.address.clone(), 10 * KALE));
    }
    items.set(2, (made[2].address.clone(), 11 * KALE));
    items.push_back((world.stranger.clone(), KALE));
    items.push_back((made[3].address.clone(), 0));
    let codes = codes(&world.env, &world.plant_many(&items));
    assert_eq!(codes[..4], [None, Some(101), Some(103), None]);
    assert!(codes[4].is_some());
    assert_eq!(codes[5], Some(8));
    let left = made.each_ref().map(|it| world.balance(&it.address));
    assert_eq!(left, [0, 10 * KALE, 10 * KALE, 0]);
}

#[test]
fn turns_many_by_harvesting_and_planting_again() {
    let world = World::new();
    let made = [1, 2].map(|id| world.filled(id, 10 * KALE));
    let items = vec![
        &world.env,
        (made[0].address.clone(), 10 * KALE),
        (made[1].address.clone(), 10 * KALE),
    ];
    world.plant_many(&items);
    world.ledgers(1);
    world.work(&made[0].address);
    world.open();
    world.farm().set_reward(&KALE);
    let items = vec![
        &world.env,
        (made[0].address.clone(), 11 * KALE),
        (made[1].address.clone(), 0),
    ];
    let args = (0_u32, &items).into_val(&world.env);
    world.signs(&world.operator, &world.pool, "turn_many", args);
    let results = world.pool().turn_many(&0, &items);
    let reward: i128 = results.get(0).unwrap().try_into_val(&world.env).unwrap();
    assert_eq!(reward, KALE);
    assert_eq!(codes(&world.env, &results), [None, None, Some(10), None]);
    assert_eq!(world.balance(&made[0].address), 0);
}

#[test]
fn settles_many_for_anybody() {
    let world = World::new();
    let made = [1, 2].map(|id| world.filled(id, 10 * KALE));
    world.round(&made[0], KALE, 2 * KALE);
    let vaults = vec![
        &world.env,
        made[0].address.clone(),
        world.asset.clone(),
        made[1].address.clone(),
    ];
    let results = world.pool().settle_many(&vaults);
    let held: i128 = results.get(0).unwrap().try_into_val(&world.env).unwrap();
    assert_eq!(held, 11 * KALE);
    assert!(codes(&world.env, &results)[1].is_some());
    assert_eq!(codes(&world.env, &results)[2], None);
    assert_eq!(world.balance(&world.pool), KALE);
}

#[test]
fn the_operator_stops_many() {
    let world = World::new();
    let made = [1, 2].map(|id| world.filled(id, 10 * KALE));
    world.stop(&made[0]);
    let vaults = vec![&world.env, made[0].address.clone(), made[1].address.clone()];
    let args = vec![&world.env, vaults.to_val()];
    world.signs(&world.operator, &world.pool, "stop_many", args);
    let results = world.pool().stop_many(&vaults);
    assert_eq!(codes(&world.env, &results), [Some(101), None]);
    assert_eq!(world.plant(&made[1], 0), Some(101));
}

#[test]
fn lives_are_extended_in_batches_by_anybody() {
    let world = World::new();
    let made = [1, 2].map(|id| world.filled(id, KALE));
    let (env, to) = (&world.env, 3_000_000);
    let contracts = vec![
        env,
        made[0].address.clone(),
        made[1].address.clone(),
        world.pool.clone(),
    ];
    world.pool().extend_many(&contracts, &to, &to);
    use soroban_sdk::testutils::storage::Instance as _;
    for contract in contracts.iter() {
        assert_eq!(
            env.as_contract(&contract, || env.storage().instance().get_ttl()),
            to
        );
    }
    let gone = vec![env, world.stranger.clone()];
    refused!(world.pool().try_extend_many(&gone, &to, &to));
}

#[test]
fn roles_are_handed_over() {
    let world = World::new();
    let (env, pool) = (&world.env, world.pool());
    let next = Address::generate(env);
    let args: Vec<Val> = vec![env, next.to_val()];
    for who in [&world.operator, &world.stranger, &next] {
        world.signs(who, &world.pool, "set_operator", args.clone());
        refused!(pool.try_set_operator(&next));
        world.signs(who, &world.pool, "set_admin", args.clone());
        refused!(pool.try_set_admin(&next));
    }
    world.signs(&world.admin, &world.pool, "set_admin", args.clone());
    refused!(pool.try_set_admin(&next)); // the new one has to sign too
    world.signs(&world.admin, &world.pool, "set_operator", args);
    pool.set_operator(&next);
    env.mock_all_auths();
    pool.set_admin(&next);
    let conf = pool.info().0;
    let address = |at: u32| -> Address { conf.get(at).unwrap().try_into_val(env).unwrap() };
    assert_eq!([address(0), address(1)], [next.clone(), next]);
    let life: u32 = conf.get(5).unwrap().try_into_val(env).unwrap();
    assert_eq!(life, LIFE);
}
