use soroban_sdk::testutils::Address as _;
use soroban_sdk::{vec, Address, BytesN, IntoVal, TryIntoVal, Val, Vec};

use crate::farm::FarmError;
use crate::world::{code, codes, World, KALE};

#[test]
fn works_of_many_give_gaps_and_a_failing_one_leaves_the_others_alone() {
    let world = World::new();
    let (one, two) = (world.filled(1, KALE), world.filled(2, KALE));
    let items = vec![
        &world.env,
        (one.address.clone(), KALE),
        (two.address.clone(), KALE),
    ];
    world.plant_many(&items);
    world.ledgers(7);
    let hash = |of: &Address| world.farm().hash(of, &5);
    let nobody = Address::generate(&world.env);
    let items = vec![
        &world.env,
        (one.address.clone(), hash(&one.address), 5_u64),
        (nobody.clone(), hash(&nobody), 5),
        (
            two.address.clone(),
            BytesN::from_array(&world.env, &[1; 32]),
            5,
        ),
        (two.address.clone(), hash(&two.address), 5),
        (two.address.clone(), hash(&two.address), 5),
    ];
    let results = world.batch().work_many(&world.farm, &items);
    let gap: u32 = results.get(0).unwrap().try_into_val(&world.env).unwrap();
    assert_eq!(gap, 7);
    let expected = [
        None,
        Some(FarmError::PailMissing as u32),
        Some(FarmError::HashInvalid as u32),
        None,
        Some(FarmError::ZeroCountTooLow as u32),
    ];
    assert_eq!(codes(&world.env, &results), expected);
}

#[test]
fn harvests_of_many_give_rewards_or_errors() {
    let world = World::new();
    let (one, two) = (world.filled(1, KALE), world.filled(2, KALE));
    let items = vec![
        &world.env,
        (one.address.clone(), KALE),
        (two.address.clone(), KALE),
    ];
    world.plant_many(&items);
    world.ledgers(1);
    world.work(&one.address);
    let batch = world.batch();
    let items = vec![
        &world.env,
        (one.address.clone(), 0_u32),
        (two.address.clone(), 0),
    ];
    let early = batch.harvest_many(&world.farm, &items);
    assert_eq!(codes(&world.env, &early), [Some(14), Some(14)]);
    world.open();
    world.farm().set_reward(&(3 * KALE));
    let results = batch.harvest_many(&world.farm, &items);
    let reward: i128 = results.get(0).unwrap().try_into_val(&world.env).unwrap();
    assert_eq!(reward, 3 * KALE);
    assert_eq!(code(&world.env, &results.get(1).unwrap()), Some(10));
    assert_eq!(world.balance(&one.address), 4 * KALE);
    assert_eq!(
        codes(&world.env, &batch.harvest_many(&world.farm, &items)),
        [Some(9), Some(10)]
    );
}

#[test]
fn a_malformed_item_fails_alone() {
    let world = World::new();
    let one = world.filled(1, KALE);
    world.plant(&one, KALE);
    world.ledgers(1);
    let hash = world.farm().hash(&one.address, &0);
    let good: Vec<Val> = (&one.address, &hash, 0_u64).into_val(&world.env);
    let short: Vec<Val> = vec![&world.env, one.address.to_val()];
    let none: Val = 5_u32.into_val(&world.env);
    let items: Vec<Val> = vec![&world.env, short.to_val(), none, good.to_val()];
    let args: Vec<Val> = vec![&world.env, world.farm.to_val(), items.to_val()];
    let batch = world.batch();
    let results: Vec<Val> = world.env.invoke_contract(
        &batch.address,
        &soroban_sdk::Symbol::new(&world.env, "work_many"),
        args,
    );
    let codes = codes(&world.env, &results);
    assert!(codes[0].is_some() && codes[1].is_some());
    assert_eq!(codes[2], None);
}

#[test]
fn nothing_in_a_batch_is_nothing() {
    let world = World::new();
    let none = Vec::new(&world.env);
    assert!(world.batch().work_many(&world.farm, &none).is_empty());
    let none = Vec::new(&world.env);
    assert!(world.batch().harvest_many(&world.farm, &none).is_empty());
}
