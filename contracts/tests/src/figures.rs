//! What the calls cost, as docs/contracts.md tells: `cargo test -p tests figures -- --nocapture`.

use soroban_sdk::testutils::Address as _;
use soroban_sdk::{vec, Address, Vec};

use crate::world::{Made, World, BATCH, HALF, KALE, POOL, SPLIT, VAULT};

struct Figures {
    instructions: i64,
    fee: i64,
}

// Of the last call: the host's own metering, and fees without rent at the rates that the SDK knows of
// mainnet.
fn figures(world: &World, name: &str, items: u32) -> Figures {
    let resources = world.env.cost_estimate().resources();
    let fee = world.env.cost_estimate().fee();
    let fee = fee.total - fee.persistent_entry_rent - fee.temporary_entry_rent;
    let each = |it: i64| it / items as i64;
    println!(
        "| {name} | {items} | {} | {} | {} | {} |",
        each(resources.instructions),
        resources.write_entries,
        resources.write_bytes,
        each(fee),
    );
    Figures {
        instructions: each(resources.instructions),
        fee: each(fee),
    }
}

fn made(world: &World, count: u64) -> std::vec::Vec<Made> {
    (0..count).map(|id| world.filled(id, 100 * KALE)).collect()
}

fn stakes(world: &World, made: &[Made]) -> Vec<(Address, i128)> {
    let mut items = vec![&world.env];
    for one in made {
        items.push_back((one.address.clone(), KALE));
    }
    items
}

#[test]
fn the_wasm_is_small() {
    for (name, wasm, most) in [
        ("batch", BATCH, 1_400),
        ("split", SPLIT, 11_200),
        ("pool", POOL, 11_400),
        ("vault", VAULT, 11_800),
    ] {
        println!("| {name} | {} |", wasm.len());
        assert!(wasm.len() <= most, "{name}: {} bytes", wasm.len());
    }
}

#[test]
fn a_batch_costs_less_for_each_than_the_same_calls_alone() {
    let world = World::new();
    let many = made(&world, 25);
    let batch = world.batch();

    let one = stakes(&world, &many[..1]);
    world.plant_many(&one);
    let alone = figures(&world, "plant_many", 1);
    let rest = stakes(&world, &many[1..]);
    world.plant_many(&rest);
    let together = figures(&world, "plant_many", 24);
    assert!(together.instructions < alone.instructions && together.fee < alone.fee);

    world.ledgers(1);
    let mut works = vec![&world.env];
    for one in &many {
        works.push_back((
            one.address.clone(),
            world.farm().hash(&one.address, &0),
            0_u64,
        ));
    }
    batch.work_many(&world.farm, &works.slice(..1));
    let alone = figures(&world, "work_many", 1);
    batch.work_many(&world.farm, &works.slice(1..));
    let together = figures(&world, "work_many", 24);
    assert!(together.instructions < alone.instructions && together.fee < alone.fee);

    world.open();
    world.farm().set_reward(&KALE);
    let mut harvests = vec![&world.env];
    for one in &many {
        harvests.push_back((one.address.clone(), 0_u32));
    }
    batch.harvest_many(&world.farm, &harvests.slice(..1));
    let alone = figures(&world, "harvest_many", 1);
    batch.harvest_many(&world.farm, &harvests.slice(1..));
    let together = figures(&world, "harvest_many", 24);
    assert!(together.instructions < alone.instructions && together.fee < alone.fee);

    let mut vaults = vec![&world.env];
    for one in &many {
        vaults.push_back(one.address.clone());
    }
    world.pool().settle_many(&vaults);
    figures(&world, "settle_many", 25);
    world.env.mock_all_auths();
    world.pool().plant_many(&stakes(&world, &many));
    world.ledgers(1);
    many.iter().for_each(|it| {
        world.work(&it.address);
    });
    let index = world.farm().index();
    world.open();
    world.env.mock_all_auths();
    world.pool().turn_many(&index, &stakes(&world, &many));
    figures(&world, "turn_many", 25);
}

#[test]
fn single_calls_stay_cheap() {
    let world = World::new();
    world.env.mock_all_auths();
    let mut making = vec![&world.env];
    for id in 0..20_u64 {
        making.push_back((id, world.stranger.clone(), HALF, 0_i128));
    }
    let vaults = world.pool().create_many(&making, &0);
    let create = figures(&world, "create_many", 20);
    assert!(create.instructions < 3_000_000);
    world.pool().extend_many(&vaults, &3_000_000, &3_000_000);
    figures(&world, "extend_many", 20);
    let one = world.filled(99, 100 * KALE);
    world.round(&one, KALE, KALE);
    world.withdraw(&one, &world.stranger, KALE);
    let withdraw = figures(&world, "withdraw", 1);
    assert!(withdraw.instructions < 4_000_000);
    world.stop(&one);
    figures(&world, "stop", 1);

    let split = world.split();
    let pooler = Address::generate(&world.env);
    world.env.mock_all_auths();
    split.add_terms(&HALF, &pooler);
    world.give(&world.stranger, 100 * KALE);
    world.env.mock_all_auths();
    let parts = vec![&world.env, (KALE, vec![&world.env, (0, 20 * KALE)])];
    let (id, to) = (world.farmer_id(1), Address::generate(&world.env));
    split.execute_split(&id, &(20 * KALE), &to, &world.stranger, &parts, &0);
    let paid = figures(&world, "execute_split", 1);
    assert!(paid.instructions < 5_000_000);
}
