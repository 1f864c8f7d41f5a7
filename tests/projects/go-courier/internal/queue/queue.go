// Package queue talks with the couriers.
package queue

import (
	amqp "github.com/rabbitmq/amqp091-go"
)

// Deliver calls the function with the id of every parcel that a courier reports.
func Deliver(address string, delivered func(id string) error) error {
	connection, err := amqp.Dial(address)
	if err != nil {
		return err
	}
	defer connection.Close()
	channel, err := connection.Channel()
	if err != nil {
		return err
	}
	reports, err := channel.Consume("deliveries", "", false, false, false, false, nil)
	if err != nil {
		return err
	}
	for report := range reports {
		if err := delivered(string(report.Body)); err != nil {
			return err
		}
		if err := report.Ack(false); err != nil {
			return err
		}
	}
	return nil
}
