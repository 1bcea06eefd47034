//! Who would gain by breaking the rules, and what they would try.

use soroban_sdk::auth::{Context, CustomAccountInterface};
use soroban_sdk::crypto::Hash;
use soroban_sdk::testutils::{Address as _, Ledger as _, MockAuth, MockAuthInvoke};
use soroban_sdk::token::TokenClient;
use soroban_sdk::{
    contract, contractimpl, symbol_short, vec, xdr, Address, BytesN, Env, Error, IntoVal, Symbol,
    TryFromVal, Val, Vec,
};

use crate::farm::LIFE;
use crate::refused;
use crate::vault::state;
use crate::world::{codes, Made, World, HALF, KALE, VAULT};
use ::pool::Making;
use ::vault::VaultClient;

type Call<'a> = (&'a str, Vec<Val>);

// Every function of a vault that somebody has to sign.
fn signed_calls<'a>(world: &World, made: &Made, to: &Address) -> [Call<'a>; 6] {
    let env = &world.env;
    [
        ("withdraw", (to, KALE).into_val(env)),
        ("set_floor", vec![env, 0_i128.into_val(env)]),
        ("stop", vec![env, made.owner.to_val()]),
        ("deposit", (&made.owner, KALE, 0_i128).into_val(env)),
        ("plant", vec![env, KALE.into_val(env)]),
        ("add_cover", vec![env, KALE.into_val(env)]),
    ]
}

fn attempt(world: &World, contract: &Address, call: &Call) -> Result<Val, Error> {
    let function = Symbol::new(&world.env, call.0);
    match world
        .env
        .try_invoke_contract::<Val, Error>(contract, &function, call.1.clone())
    {
        Ok(value) => Ok(value.unwrap()),
        Err(error) => Err(error.unwrap_or(Error::from_contract_error(0))),
    }
}

#[test]
fn neither_operator_nor_admin_nor_a_stranger_takes_anything_from_a_vault() {
    let world = World::new();
    let made = world.filled(1, 10 * KALE);
    world.set_floor(&made, 5 * KALE);
    let before = state(&world, &made);
    for thief in [&world.operator, &world.admin, &world.stranger] {
        for call in signed_calls(&world, &made, thief) {
            world.nobody_signs();
            refused!(attempt(&world, &made.address, &call));
            world.signs(thief, &made.address, call.0, call.1.clone());
            refused!(attempt(&world, &made.address, &call));
        }
        let stop: Vec<Val> = vec![&world.env, thief.to_val()];
        world.signs(thief, &made.address, "stop", stop.clone());
        refused!(attempt(&world, &made.address, &("stop", stop)));
        let transfer: Vec<Val> = (&made.address, thief, KALE).into_val(&world.env);
        world.signs(thief, &world.asset, "transfer", transfer.clone());
        refused!(attempt(&world, &world.asset, &("transfer", transfer)));
    }
    assert_eq!(state(&world, &made), before);
    assert_eq!(world.balance(&made.address), 10 * KALE);
}

#[test]
fn a_stranger_takes_nothing_from_the_pool() {
    let world = World::new();
    world.give(&world.pool, 10 * KALE);
    let made = world.filled(1, 10 * KALE);
    let env = &world.env;
    let items: Vec<Val> = vec![env, (&made.address, KALE).into_val(env)];
    let vaults: Vec<Val> = vec![env, made.address.to_val()];
    let salt = BytesN::<32>::from_array(env, &[7; 32]);
    let calls: [Call; 8] = [
        ("plant_many", vec![env, items.to_val()]),
        ("turn_many", (0_u32, &items).into_val(env)),
        ("stop_many", vec![env, vaults.to_val()]),
        ("add_cover", (world.salt(&made), KALE).into_val(env)),
        ("pay_cover", (salt, KALE, KALE).into_val(env)),
        ("withdraw_bond", (&world.stranger, KALE).into_val(env)),
        ("set_operator", vec![env, world.stranger.to_val()]),
        ("set_admin", vec![env, world.stranger.to_val()]),
    ];
    for call in calls {
        world.nobody_signs();
        refused!(attempt(&world, &world.pool, &call));
        world.signs(&world.stranger, &world.pool, call.0, call.1.clone());
        refused!(attempt(&world, &world.pool, &call));
    }
    assert_eq!(world.balance(&world.pool), 10 * KALE);
    assert_eq!(world.balance(&made.address), 10 * KALE);
    assert_eq!(world.pool().info().1, 0);
}

#[test]
fn the_operator_cannot_make_a_vault_elsewhere_than_its_terms_say() {
    // What a farmer has sent beforehand lies at an address that only its own terms lead to.
    let world = World::new();
    let owner = Address::generate(&world.env);
    let promised: Making = (1, owner, HALF, KALE);
    let address = world.address(&promised);
    world.give(&address, 10 * KALE);
    world.make_for(1, &world.operator, HALF, KALE, 0);
    world.make_for(1, &promised.1, 10_000, KALE, 0);
    world.make_for(1, &promised.1, HALF, 0, 0);
    assert!(!address.exists());
    // And the farmer needs nobody to make it and to have its KALE back.
    world.nobody_signs();
    world
        .pool()
        .create_many(&vec![&world.env, promised.clone()], &0);
    let made = Made {
        owner: promised.1.clone(),
        making: promised,
        address,
    };
    assert_eq!(world.withdraw(&made, &made.owner, 10 * KALE), 10 * KALE);
}

#[test]
fn a_vault_made_too_early_does_not_turn_a_deposit_into_gain() {
    let world = World::new();
    let making: Making = (1, world.stranger.clone(), HALF, 0);
    let made = world
        .pool()
        .create_many(&vec![&world.env, making], &0)
        .get(0)
        .unwrap();
    let vault = VaultClient::new(&world.env, &made);
    vault.settle();
    world.give(&made, 10 * KALE);
    assert_eq!(vault.settle(), 10 * KALE);
    assert_eq!(world.balance(&world.pool), 0);
}

#[test]
fn what_the_operator_can_waste_is_bounded_by_the_floor_and_the_cover_pays() {
    let world = World::new();
    world.give(&world.pool, 6 * KALE);
    let made = world.make(1, 6 * KALE);
    world.give(&made.address, 10 * KALE);
    world.set_floor(&made, 3 * KALE);
    for _ in 0..20 {
        world.plant(&made, KALE); // and never works
        world.open();
    }
    assert_eq!(world.balance(&made.address), 3 * KALE);
    world.stop(&made);
    world.ledgers(LIFE + 1);
    world.vault(&made).claim();
    let paid = world.withdraw(&made, &made.owner, 100 * KALE);
    assert_eq!(paid, 10 * KALE - (7 * KALE - 6 * KALE)); // principal − (principal − floor − cover)
}

#[contract]
pub struct Evil;

/// An owner that calls back into the contracts while it is asked for its signature.
#[contractimpl]
impl CustomAccountInterface for Evil {
    type Signature = Val;
    type Error = Error;

    fn __check_auth(
        env: Env,
        _payload: Hash<32>,
        _signature: Val,
        _contexts: Vec<Context>,
    ) -> Result<(), Error> {
        let store = env.storage().instance();
        let calls: Vec<(Address, Symbol, Vec<Val>)> = store.get(&symbol_short!("calls")).unwrap();
        let mut went_through = 0_u32;
        for (contract, function, args) in calls.iter() {
            if env
                .try_invoke_contract::<Val, Error>(&contract, &function, args)
                .is_ok()
            {
                went_through += 1;
            }
        }
        store.set(&symbol_short!("through"), &went_through);
        Ok(())
    }
}

#[contractimpl]
impl Evil {
    pub fn __constructor(env: Env) {
        let none: Vec<(Address, Symbol, Vec<Val>)> = Vec::new(&env);
        env.storage().instance().set(&symbol_short!("calls"), &none);
    }

    pub fn set_calls(env: Env, calls: Vec<(Address, Symbol, Vec<Val>)>) {
        env.storage()
            .instance()
            .set(&symbol_short!("calls"), &calls);
    }

    pub fn through(env: Env) -> u32 {
        let through = env.storage().instance().get(&symbol_short!("through"));
        through.unwrap_or(99)
    }
}

// An entry as a real client makes it, for whatever contract the address is.
fn entry(
    world: &World,
    who: &Address,
    nonce: i64,
    call: (&Address, Call),
) -> xdr::SorobanAuthorizationEntry {
    let (contract, (function, args)) = call;
    let invocation = MockAuthInvoke {
        contract,
        fn_name: function,
        args,
        sub_invokes: &[],
    };
    let entry: xdr::SorobanAuthorizationEntry = (&MockAuth {
        address: who,
        invoke: &invocation,
    })
        .into();
    xdr::SorobanAuthorizationEntry {
        credentials: xdr::SorobanCredentials::Address(xdr::SorobanAddressCredentials {
            address: who.try_into().unwrap(),
            nonce,
            signature_expiration_ledger: world.env.ledger().sequence() + 10,
            signature: xdr::ScVal::Void,
        }),
        ..entry
    }
}

#[test]
fn an_owner_that_calls_back_gets_nothing_twice() {
    let world = World::new();
    let env = &world.env;
    let owner = env.register(Evil, ());
    let evil = EvilClient::new(env, &owner);
    let made = world.make_for(1, &owner, HALF, 0, 0);
    world.give(&made.address, 10 * KALE);
    world.round(&made, 10 * KALE, 2 * KALE);
    let again: Vec<Val> = (&owner, 12 * KALE).into_val(env);
    let vaults: Vec<Val> = vec![env, made.address.to_val()];
    let none: Vec<Val> = Vec::new(env);
    let settled: Vec<Val> = vec![env, vaults.to_val()];
    evil.set_calls(&vec![
        env,
        (
            made.address.clone(),
            Symbol::new(env, "withdraw"),
            again.clone(),
        ),
        (
            made.address.clone(),
            Symbol::new(env, "settle"),
            none.clone(),
        ),
        (made.address.clone(), Symbol::new(env, "claim"), none),
        (world.pool.clone(), Symbol::new(env, "settle_many"), settled),
    ]);
    let call = (&made.address, ("withdraw", again.clone()));
    env.set_auths(&[entry(&world, &owner, 1, call)]);
    assert_eq!(world.vault(&made).withdraw(&owner, &(12 * KALE)), 11 * KALE);
    // The batch goes through, and its one item has failed.
    assert_eq!(evil.through(), 1);
    assert_eq!(world.balance(&owner), 11 * KALE);
    assert_eq!(world.balance(&world.pool), KALE);
}

#[test]
fn a_signature_is_good_for_one_vault_and_once() {
    let world = World::new();
    let env = &world.env;
    let owner = env.register(Evil, ());
    let one = world.make_for(1, &owner, HALF, 0, 0);
    let two = world.make_for(2, &owner, HALF, 0, 0);
    world.give(&one.address, 10 * KALE);
    world.give(&two.address, 10 * KALE);
    let args: Vec<Val> = (&owner, KALE).into_val(env);
    let signed = entry(&world, &owner, 7, (&one.address, ("withdraw", args)));
    env.set_auths(&[signed.clone()]);
    refused!(world.vault(&two).try_withdraw(&owner, &KALE));
    env.set_auths(&[signed.clone()]);
    refused!(world.vault(&one).try_withdraw(&owner, &(2 * KALE)));
    env.set_auths(&[signed.clone()]);
    refused!(world.vault(&one).try_withdraw(&world.stranger, &KALE));
    env.set_auths(&[signed.clone()]);
    assert_eq!(world.vault(&one).withdraw(&owner, &KALE), KALE);
    env.set_auths(&[signed]);
    refused!(world.vault(&one).try_withdraw(&owner, &KALE));
    assert_eq!(world.balance(&owner), KALE);
}

#[contract]
pub struct FalseVault;

/// Answers to what a pool calls, and calls back.
#[contractimpl]
impl FalseVault {
    pub fn __constructor(env: Env, pool: Address, victim: Address) {
        env.storage()
            .instance()
            .set(&symbol_short!("them"), &(pool, victim));
    }

    pub fn settle(env: Env) -> u32 {
        let them = env
            .storage()
            .instance()
            .get(&symbol_short!("them"))
            .unwrap();
        let (pool, victim): (Address, Address) = them;
        let salt = BytesN::<32>::from_array(&env, &[7; 32]);
        let mut through = 0;
        let calls: [(&Address, &str, Vec<Val>); 3] = [
            (&victim, "plant", vec![&env, KALE.into_val(&env)]),
            (&victim, "add_cover", vec![&env, KALE.into_val(&env)]),
            (&pool, "pay_cover", (salt, KALE, KALE).into_val(&env)),
        ];
        for (contract, function, args) in calls {
            let function = Symbol::new(&env, function);
            if env
                .try_invoke_contract::<Val, Error>(contract, &function, args)
                .is_ok()
            {
                through += 1;
            }
        }
        through
    }

    pub fn plant(env: Env, _amount: i128) -> u32 {
        Self::settle(env)
    }
}

#[test]
fn a_false_vault_in_a_batch_gets_nothing_from_the_pools_name() {
    let world = World::new();
    world.give(&world.pool, 10 * KALE);
    let victim = world.filled(1, 10 * KALE);
    let wrong = world
        .env
        .register(FalseVault, (&world.pool, &victim.address));
    let through = |item: Val| u32::try_from_val(&world.env, &item).unwrap();
    let settled = world.pool().settle_many(&vec![&world.env, wrong.clone()]);
    assert_eq!(through(settled.get(0).unwrap()), 0);
    let planted = world.plant_many(&vec![&world.env, (wrong, KALE)]);
    assert_eq!(through(planted.get(0).unwrap()), 0);
    assert_eq!(world.balance(&victim.address), 10 * KALE);
    assert_eq!(world.balance(&world.pool), 10 * KALE);
}

#[test]
fn only_a_vault_of_the_pools_own_making_is_paid_cover() {
    let world = World::new();
    world.give(&world.pool, 10 * KALE);
    world.make(1, 10 * KALE);
    let env = &world.env;
    // The pool's own code with the pool's own name, but made by somebody else.
    let salt = BytesN::<32>::from_array(env, &[7; 32]);
    let args = (
        &world.stranger,
        &world.pool,
        &world.farm,
        &world.asset,
        salt,
        HALF,
        LIFE,
        0_i128,
        10 * KALE,
    );
    let id = env.register(VAULT, args);
    let vault = VaultClient::new(env, &id);
    let args: Vec<Val> = vec![env, world.stranger.to_val()];
    world.signs(&world.stranger, &id, "stop", args);
    vault.stop(&world.stranger);
    world.nobody_signs();
    world.ledgers(LIFE + 1);
    refused!(vault.try_claim());
    assert_eq!(world.balance(&world.pool), 10 * KALE);
    assert_eq!(world.pool().info().1, 10 * KALE);
}

#[contract]
pub struct GreedyFarm;

/// Burns more than it was asked to, or takes it.
#[contractimpl]
impl GreedyFarm {
    pub fn __constructor(env: Env, asset: Address, thief: Address) {
        env.storage()
            .instance()
            .set(&symbol_short!("a"), &(asset, thief));
    }

    pub fn plant(env: Env, farmer: Address, amount: i128) -> u32 {
        let (asset, thief): (Address, Address) =
            env.storage().instance().get(&symbol_short!("a")).unwrap();
        let token = TokenClient::new(&env, &asset);
        let taken = token.try_transfer(&farmer, &thief, &amount).is_ok() as u32
            + token.try_burn(&farmer, &(amount + 1)).is_ok() as u32;
        let burnt = token.try_burn(&farmer, &amount).is_ok() as u32
            + token.try_burn(&farmer, &amount).is_ok() as u32;
        env.storage()
            .instance()
            .set(&symbol_short!("got"), &(taken, burnt));
        0
    }

    pub fn got(env: Env) -> (u32, u32) {
        env.storage().instance().get(&symbol_short!("got")).unwrap()
    }
}

#[test]
fn even_a_farm_that_turns_bad_gets_no_more_than_the_stake() {
    let world = World::new();
    let env = &world.env;
    let farm = env.register(GreedyFarm, (&world.asset, &world.stranger));
    let salt = BytesN::<32>::from_array(env, &[7; 32]);
    let args = (
        &world.stranger,
        &world.operator,
        &farm,
        &world.asset,
        salt,
        HALF,
        LIFE,
        0_i128,
        0_i128,
    );
    let id = env.register(VAULT, args);
    world.give(&id, 10 * KALE);
    world.signs(&world.operator, &id, "plant", vec![env, KALE.into_val(env)]);
    VaultClient::new(env, &id).plant(&KALE);
    world.nobody_signs();
    assert_eq!(GreedyFarmClient::new(env, &farm).got(), (0, 1));
    assert_eq!(world.balance(&id), 9 * KALE);
    assert_eq!(world.balance(&world.stranger), 0);
}

#[test]
fn a_donation_is_shared_like_any_gain_and_breaks_nothing() {
    let world = World::new();
    let made = world.filled(1, 10 * KALE);
    world.plant(&made, KALE);
    world.give(&made.address, 3 * KALE); // a stake of 1 is out
    assert_eq!(world.vault(&made).settle(), 11 * KALE);
    assert_eq!(world.balance(&world.pool), KALE);
    assert_eq!(world.withdraw(&made, &made.owner, 100 * KALE), 11 * KALE);
}

#[test]
fn dust_is_rounded_for_the_farmer_and_blocks_nothing() {
    let world = World::new();
    let made = world.filled(1, 1);
    assert_eq!(world.plant(&made, 1), None);
    world.give(&made.address, 1);
    assert_eq!(world.vault(&made).settle(), 1);
    world.give(&made.address, 1);
    assert_eq!(world.vault(&made).settle(), 2);
    assert_eq!(world.balance(&world.pool), 0);
    assert_eq!(world.withdraw(&made, &made.owner, 0), 0);
    assert_eq!(world.withdraw(&made, &made.owner, 1), 1);
    assert_eq!(world.withdraw(&made, &made.owner, 1), 1);
}

#[test]
fn amounts_at_the_end_of_64_bits_neither_wrap_nor_lock_anything() {
    let world = World::new();
    let most = i64::MAX as i128;
    let made = world.filled(1, most);
    world.give(&made.address, most); // more than a vault counts
    assert_eq!(world.plant(&made, most), None);
    assert_eq!(world.vault(&made).settle(), most);
    assert_eq!(world.withdraw(&made, &world.stranger, most), most);
    assert_eq!(world.balance(&made.address), 0);
    let args: Vec<Val> = vec![&world.env, most.into_val(&world.env)];
    world.open();
    world.set_floor(&made, most);
    assert_eq!(world.plant(&made, most), Some(103));
    world.signs(&made.owner, &made.address, "set_floor", args);
    world.vault(&made).set_floor(&most);
    world.nobody_signs();
    let full = world.filled(2, most);
    assert_eq!(world.plant(&full, 1), None);
    world.give(&full.address, most);
    assert_eq!(world.vault(&full).settle(), most);
    assert_eq!(world.withdraw(&full, &full.owner, most), most);
    assert_eq!(world.withdraw(&full, &full.owner, most), most / 2); // the donation is gain
}

#[test]
fn a_vault_left_to_the_archive_loses_nothing() {
    let world = World::new();
    let made = world.filled(1, 10 * KALE);
    world.round(&made, KALE, 2 * KALE);
    let before = state(&world, &made);
    world
        .env
        .ledger()
        .with_mut(|it| it.sequence_number += 2_500_000);
    // A transaction restores it by its footprint, as the host of the tests does on its own.
    assert_eq!(state(&world, &made), before);
    assert_eq!(world.withdraw(&made, &made.owner, 100 * KALE), 11 * KALE);
}

#[test]
fn a_floor_set_after_the_plants_were_sent_stops_them() {
    let world = World::new();
    let made = [1, 2].map(|id| world.filled(id, 10 * KALE));
    let items = vec![
        &world.env,
        (made[0].address.clone(), 10 * KALE),
        (made[1].address.clone(), 10 * KALE),
    ];
    world.set_floor(&made[0], 10 * KALE);
    assert_eq!(
        codes(&world.env, &world.plant_many(&items)),
        [Some(103), None]
    );
}
